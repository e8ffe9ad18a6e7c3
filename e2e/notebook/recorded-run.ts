import type { Plumbline } from "../mlflow/plumbline.ts";

/** What the server holds of a run. */
export interface RecordedRun {
  readonly status: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  /** What lies in the folder of conditions, by name. */
  readonly files: Readonly<Record<string, string>>;
}

interface Answered {
  run: {
    info: { status: string; artifact_uri: string };
    data: { tags?: { key: string; value: string }[]; params?: { key: string; value: string }[] };
  };
}

type Reader = Pick<Plumbline, "url" | "token">;

async function ask({ url, token }: Reader, path: string): Promise<Response> {
  const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

const valuesOf = (pairs: readonly { key: string; value: string }[] = []) => Object.fromEntries(pairs.map(({ key, value }) => [key, value]));

/** Reads a run as anybody can, with a token of its workspace. */
export async function readRun(site: Reader, runId: string): Promise<RecordedRun> {
  const { run } = (await (await ask(site, `/api/2.0/mlflow/runs/get?run_id=${runId}`)).json()) as Answered;
  const folder = `${run.info.artifact_uri.replace("mlflow-artifacts:/", "")}/source`;
  const listed = (await (await ask(site, `/api/2.0/mlflow-artifacts/artifacts?path=${encodeURIComponent(folder)}`)).json()) as {
    files?: { path: string }[];
  };
  const files: Record<string, string> = {};
  for (const { path } of listed.files ?? [])
    files[path] = await (await ask(site, `/api/2.0/mlflow-artifacts/artifacts/${folder}/${path}`)).text();
  return { status: run.info.status, tags: valuesOf(run.data.tags), params: valuesOf(run.data.params), files };
}

/** The steps of which a metric has points, in order. */
export async function readSteps(site: Reader, { runId, key }: { runId: string; key: string }): Promise<number[]> {
  const answer = await ask(site, `/api/2.0/mlflow/metrics/get-history?run_id=${runId}&metric_key=${key}`);
  const { metrics = [] } = (await answer.json()) as { metrics?: { step?: number }[] };
  return metrics.map(({ step = 0 }) => step).toSorted((left, right) => left - right);
}
