import type { Server } from "./server.ts";

type Address = Pick<Server, "url" | "token">;

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Record<string, unknown>;
}

/** Calls a route as an MLflow client does; undefined when the connection was refused or closed without an answer. */
export async function call({ url, token }: Address, route: string, body?: object): Promise<Answer | undefined> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const init = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  try {
    const response = await fetch(`${url}/api/2.0/mlflow${route}`, init);
    const text = await response.text();
    return { status: response.status, retryAfter: response.headers.get("retry-after"), body: parsed(text) };
  } catch {
    return;
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { "not JSON": text };
  }
}

async function ask(server: Address, route: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await call(server, route, body);
  if (answer?.status !== 200) throw new Error(`${route}: ${JSON.stringify(answer)}`);
  return answer.body;
}

/** Makes a run in the default experiment. */
export async function createRun(server: Address): Promise<string> {
  const { run } = (await ask(server, "/runs/create", { experiment_id: "0", start_time: Date.now() })) as {
    run: { info: { run_id: string } };
  };
  return run.info.run_id;
}

export interface Point {
  readonly step: number;
  readonly value: number;
}

/** All points of one metric, as often as the server has them. */
export async function historyOf(server: Address, runId: string, key: string): Promise<Point[]> {
  const { metrics = [] } = (await ask(server, `/metrics/get-history?run_id=${runId}&metric_key=${key}`)) as {
    metrics?: { step: number | string; value: number }[];
  };
  return metrics.map(({ step, value }) => ({ step: Number(step), value }));
}

/** Params and tags of a run. */
export async function pairsOf(server: Address, runId: string): Promise<{ params: Map<string, string>; tags: Map<string, string> }> {
  type Pairs = { key: string; value: string }[];
  const { run } = (await ask(server, `/runs/get?run_id=${runId}`)) as { run: { data: { params?: Pairs; tags?: Pairs } } };
  const toMap = (pairs: Pairs = []) => new Map(pairs.map(({ key, value }) => [key, value]));
  return { params: toMap(run.data.params), tags: toMap(run.data.tags) };
}
