import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Import } from "../../packages/contracts/src/imports.ts";
import { type Importing, openImporting, plumb } from "./importing.ts";

const requirements = path.resolve(import.meta.dirname, "../mlflow/requirements-2.22.txt");
const runCount = 20;

let importing: Importing;
before(async () => {
  importing = await openImporting({ runs: runCount, requirements });
});
after(() => importing?.close());

test("a server of MLflow 2, which knows no logged models, comes whole", { timeout: 10 * 60_000 }, async () => {
  const { status, printed, said } = await plumb(importing.server, ["import", "mlflow", importing.mlflow.url, "--json"]);
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
