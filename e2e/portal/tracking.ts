/** What a client of the MLflow protocol does, without the client: requests with a token, nothing else. */
export interface Tracking {
  /** The status of an answer, whatever it is. */
  status: (path: string, body?: unknown) => Promise<number>;
  post: <Answer>(path: string, body: unknown) => Promise<Answer>;
  patch: (path: string, body: unknown) => Promise<void>;
  /** Stores a file at an address of this origin. */
  put: (address: string, content: string | Uint8Array<ArrayBuffer>) => Promise<void>;
}

export function tracking(url: string, token: string): Tracking {
  const authorization = `Bearer ${token}`;
  const send = (method: string, path: string, body?: unknown) =>
    fetch(`${url}/api/2.0/mlflow/${path}`, {
      method,
      headers: { authorization, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    async status(path, body) {
      const response = await send(body === undefined ? "GET" : "POST", path, body);
      await response.body?.cancel();
      return response.status;
    },
    post: async <Answer>(path: string, body: unknown) => (await read(path, await send("POST", path, body))).json() as Promise<Answer>,
    async patch(path, body) {
      await read(path, await send("PATCH", path, body));
    },
    async put(address, content) {
      await read(address, await fetch(url + address, { method: "PUT", headers: { authorization }, body: content }));
    },
  };
}

async function read(what: string, response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`);
  return response;
}

export async function createExperiment(client: Tracking, name: string): Promise<string> {
  return (await client.post<{ experiment_id: string }>("experiments/create", { name })).experiment_id;
}

export interface NewRun {
  experimentId: string;
  name: string;
  startTime?: number;
  tags?: Record<string, string>;
}

export async function createRun(client: Tracking, { experimentId, name, startTime = Date.now(), tags = {} }: NewRun): Promise<string> {
  const body = { experiment_id: experimentId, run_name: name, start_time: startTime, tags: pairs(tags) };
  return (await client.post<{ run: { info: { run_id: string } } }>("runs/create", body)).run.info.run_id;
}

export function logMetric(client: Tracking, runId: string, point: { key: string; value: number; step: number }): Promise<unknown> {
  return client.post("runs/log-metric", { run_id: runId, timestamp: Date.now(), ...point });
}

export interface Batch {
  metrics?: { key: string; value: number; step: number; timestamp: number }[];
  params?: Record<string, string>;
  tags?: Record<string, string>;
}

export function logBatch(client: Tracking, runId: string, { metrics = [], params = {}, tags = {} }: Batch): Promise<unknown> {
  return client.post("runs/log-batch", { run_id: runId, metrics, params: pairs(params), tags: pairs(tags) });
}

export function uploadFile(
  client: Tracking,
  runId: string,
  file: { path: string; content: string | Uint8Array<ArrayBuffer> },
): Promise<void> {
  return client.put(`/api/v1/runs/${runId}/artifacts/content?path=${encodeURIComponent(file.path)}`, file.content);
}

export interface RunEnd {
  status: "FINISHED" | "FAILED";
  endTime?: number;
}

export function endRun(client: Tracking, runId: string, { status, endTime = Date.now() }: RunEnd): Promise<unknown> {
  return client.post("runs/update", { run_id: runId, status, end_time: endTime });
}

const pairs = (record: Record<string, string>) => Object.entries(record).map(([key, value]) => ({ key, value }));
