import type { Product } from "./product.ts";

type Server = Pick<Product, "url" | "token">;

/** Calls a route as an MLflow client does; undefined when nobody answered. */
export async function call(
  server: Server,
  route: string,
  body?: object,
): Promise<{ status: number; body: Record<string, unknown> } | undefined> {
  const headers = { authorization: `Bearer ${server.token}`, "content-type": "application/json" };
  const init = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  try {
    const response = await fetch(`${server.url}/api/2.0/mlflow${route}`, init);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  } catch {
    return; // Killed in the middle: whether it was done is what the suite finds out.
  }
}

/** Makes a run in the default experiment. */
export async function createRun(server: Server): Promise<{ id: string; artifactUri: string }> {
  const answer = await call(server, "/runs/create", { experiment_id: "0", start_time: Date.now() });
  const run = answer?.body.run as { info: { run_id: string; artifact_uri: string } } | undefined;
  if (!run) throw new Error(`no run was made: ${JSON.stringify(answer)}`);
  return { id: run.info.run_id, artifactUri: run.info.artifact_uri };
}

/** All steps that were recorded of one metric. */
export async function stepsOf(server: Server, runId: string, key: string): Promise<Set<number>> {
  const answer = await call(server, `/metrics/get-history?run_id=${runId}&metric_key=${key}`);
  if (answer?.status !== 200) throw new Error(`no history: ${JSON.stringify(answer)}`);
  const metrics = (answer.body.metrics ?? []) as { step: number | string }[];
  return new Set(metrics.map(({ step }) => Number(step)));
}
