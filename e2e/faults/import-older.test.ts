import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Import } from "../../packages/contracts/src/imports.ts";
import { mlflowServer, type RunningServer } from "../mlflow/mlflow-server.ts";
import { fill, plumb } from "./importing.ts";
import { type Server, startServer } from "./server.ts";
import type { Worker } from "./worker-process.ts";

const requirements = path.resolve(import.meta.dirname, "../mlflow/requirements-2.22.txt");
const runCount = 20;

let server: Server;
let worker: Worker;
let mlflow: RunningServer;
let home: string;

before(async () => {
  home = mkdtempSync(path.join(tmpdir(), "plumbline-import-"));
  server = await startServer({ variables: { IMPORT_ALLOWED_HOSTS: "127.0.0.1" } });
  worker = server.openWorker();
  await worker.start();
  const database = path.join(home, "mlflow.db");
  mlflow = await mlflowServer({ store: `sqlite:///${database}`, requirements });
  await fill({ url: mlflow.url, database, runs: runCount, requirements });
});
after(async () => {
  await mlflow?.stop();
  await worker?.terminate();
  await server?.stop();
  rmSync(home, { recursive: true, force: true });
});

test("a server of MLflow 2, which knows no logged models, comes whole", { timeout: 10 * 60_000 }, async () => {
  const { status, printed, said } = await plumb(server, ["import", "mlflow", mlflow.url, "--json"]);
  assert.equal(status, 0, `${printed}\n${said}`);
  const { isComplete, counts, checks } = JSON.parse(printed) as Import;
  assert.equal(isComplete, true, printed);
  assert.deepEqual([counts.runs.brought, counts.runs.source], [runCount + 6, runCount + 6]);
  assert.deepEqual([counts.versions.brought, counts.loggedModels.source], [3, 0]);
  for (const { kind, compared, equal, checksum, sourceChecksum } of checks) {
    assert.equal(equal, compared, kind);
    assert.equal(checksum, sourceChecksum, kind);
  }
});
