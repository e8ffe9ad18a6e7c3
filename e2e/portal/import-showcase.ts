import { type APIRequestContext, expect } from "@playwright/test";
import type { Product } from "./product.ts";
import { call } from "./session.ts";
import { createExperiment, createRun, endRun, logBatch, type Tracking, tracking, uploadFile } from "./tracking.ts";

/** Ids of what the pages about imports show. */
export interface ShownImports {
  importWorkspace: string;
  /** Done, with something that was left out. */
  import: string;
  countedImport: string;
  /** What answers at its address is no MLflow server. */
  brokenImport: string;
}

interface Filling {
  product: Product;
  platform: APIRequestContext;
  name: string;
}

/** A workspace whose MLflow surface others can read, with a run in it, and a token for it. */
export async function openSourceWorkspace({
  product,
  platform,
  name,
}: Filling): Promise<{ client: Tracking; token: string; runId: string }> {
  await call(platform, "POST /workspaces", { name });
  const { secret: token } = await call<{ secret: string }>(platform, "POST /tokens", { name: "source", workspace: name });
  const client = tracking(product.url, token);
  const experimentId = await createExperiment(client, "credit-default");
  const runId = await createRun(client, { experimentId, name: "gradient-boosting" });
  const metrics = Array.from({ length: 200 }, (_, step) => ({ key: "auc", value: step / 200, step, timestamp: 1_760_000_000_000 + step }));
  await logBatch(client, runId, { metrics, params: { depth: "6" }, tags: { team: "risk" } });
  await uploadFile(client, runId, { path: "notes.txt", content: "plain" });
  await endRun(client, runId, { status: "FINISHED" });
  return { client, token, runId };
}

interface Started {
  platform: APIRequestContext;
  workspace: string;
  body: Record<string, unknown>;
}

async function ended({ platform, workspace, body }: Started): Promise<string> {
  const { id } = await call<{ id: string }>(platform, "POST /imports", { workspace, ...body });
  const state = async () => (await call<{ state: string }>(platform, `GET /imports/${id}`, { workspace })).state;
  await expect.poll(state, { timeout: 120_000 }).toMatch(/done|interrupted/);
  return id;
}

/** Imports in every state, from the product's own MLflow surface. */
export async function addImports({ product, platform, name }: Filling): Promise<ShownImports> {
  const { client, token } = await openSourceWorkspace({ product, platform, name: `${name}-source` });
  await call(platform, "POST /workspaces", { name });
  const own = { address: product.url, signIn: { kind: "token", token } };
  const countedImport = await ended({ platform, workspace: name, body: { ...own, isPreview: true } });
  // One of the same id, which stays as it is.
  const { run } = await client.post<{ run: { info: { run_id: string } } }>("runs/create", { experiment_id: "0", run_name: "another" });
  await call(platform, "POST /runs", { workspace: name, runId: run.info.run_id });
  const done = await ended({ platform, workspace: name, body: own });
  const brokenImport = await ended({ platform, workspace: name, body: { address: `${product.url}/mlflow` } });
  return { importWorkspace: name, import: done, countedImport, brokenImport };
}
