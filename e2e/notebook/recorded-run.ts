import type { Plumbline } from "../mlflow/plumbline.ts";

/** What the server holds of a run. */
export interface RecordedRun {
  readonly status: string;
  readonly tags: Readonly<Record<string, string>>;
  /** What lies in the folder of conditions, by name. */
  readonly files: Readonly<Record<string, string>>;
}

interface Answered {
  run: { info: { status: string; artifact_uri: string }; data: { tags?: { key: string; value: string }[] } };
}

/** Reads a run as anybody can, with a token of its workspace. */
export async function readRun(site: Pick<Plumbline, "url" | "token">, runId: string): Promise<RecordedRun> {
  const ask = async (path: string): Promise<Response> => {
    const answer = await fetch(`${site.url}${path}`, { headers: { authorization: `Bearer ${site.token}` } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const { run } = (await (await ask(`/api/2.0/mlflow/runs/get?run_id=${runId}`)).json()) as Answered;
  const folder = `${run.info.artifact_uri.replace("mlflow-artifacts:/", "")}/source`;
  const listed = (await (await ask(`/api/2.0/mlflow-artifacts/artifacts?path=${encodeURIComponent(folder)}`)).json()) as {
    files?: { path: string }[];
  };
  const files: Record<string, string> = {};
  for (const { path } of listed.files ?? [])
    files[path] = await (await ask(`/api/2.0/mlflow-artifacts/artifacts/${folder}/${path}`)).text();
  return { status: run.info.status, tags: Object.fromEntries((run.data.tags ?? []).map(({ key, value }) => [key, value])), files };
}
