import assert from "node:assert/strict";
import { writeRunArtifact } from "../../packages/contracts/src/artifacts.ts";
import { type Client, createClient } from "../../packages/contracts/src/client.ts";
import { createRun } from "../../packages/contracts/src/experiments/run.ts";
import { createModel } from "../../packages/contracts/src/registry/model.ts";
import { registerVersion } from "../../packages/contracts/src/registry/version.ts";

interface Address {
  readonly url: string;
  readonly token: string;
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

export const clientOf = ({ url, token }: Address): Client =>
  createClient({ baseUrl: url, headers: () => ({ authorization: `Bearer ${token}` }) });

/** Registers version 1 of a new model, whose files a run has logged. */
export async function register(server: Address, model: string, files: Files): Promise<void> {
  const client = clientOf(server);
  const { runId } = await client.call(createRun, {});
  for (const [path, body] of Object.entries(files)) {
    const address = client.url(writeRunArtifact, { runId, path: `model/${path}` });
    const stored = await fetch(address, { method: "PUT", headers: { authorization: `Bearer ${server.token}` }, body });
    assert.equal(stored.status, 200, `${path}: ${await stored.text()}`);
  }
  await client.call(createModel, { name: model });
  await client.call(registerVersion, { model, source: `runs:/${runId}/model` });
}
