import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { DataCheck } from "@plumbline/contracts/evidence/data-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDataset, deleteDataset, uploadVersion } from "../../datasets/index.ts";
import type { Caller } from "../../kernel/index.ts";
import { getEvidence } from "../index.ts";
import { openTestEvidence, type TestEvidence, type TestVersion } from "../open-test-evidence.ts";

let it: TestEvidence;
let caller: Caller;
let made: TestVersion;
let sequence = 0;
beforeAll(async () => {
  it = await openTestEvidence();
  caller = await it.newCaller(await it.env.createWorkspace());
  made = await it.register(caller);
  await it.work();
});
afterAll(() => it.env.close());

/** 1,500 rows: more different values than a profile lists. */
const table = `id,amount,kind,taken,ok\n${Array.from(
  { length: 1500 },
  (_, row) =>
    `${row},${row / 2},${"abc".charAt(row % 3)},2026-01-${String((row % 28) + 1).padStart(2, "0")},${row % 5 === 0 ? "" : row % 2 === 0}`,
).join("\n")}\n`;

async function newDataset(content = table): Promise<string> {
  const { name } = await createDataset(it.deps, caller, { name: `loans-${++sequence}` });
  await uploadVersion(it.deps, caller, { dataset: name, name: "a.csv", maxBytes: 1e9, source: Readable.from([Buffer.from(content)]) });
  return name;
}
async function validate(dataset: string, checks: DataCheck[], datasetVersion = 1) {
  const production = await it.make(caller, made, { kind: "data_validation", dataset, datasetVersion, checks });
  const { evidenceId } = production;
  return { production, evidence: evidenceId === null ? undefined : await getEvidence(it.deps, caller, { evidenceId }) };
}

describe("checks", () => {
  test("that all hold pass, counted under the names that policies ask for", async () => {
    const dataset = await newDataset();
    const { evidence } = await validate(dataset, [
      { kind: "row-count", min: 1500, max: 1500 },
      { kind: "columns", names: ["id", "amount", "kind"] },
      { kind: "type", column: "amount", type: "number" },
      { kind: "type", column: "taken", type: "timestamp" },
      { kind: "null-fraction", column: "ok", max: 0.2 },
      { kind: "range", column: "amount", min: 0, max: 749.5 },
      { kind: "range", column: "taken", min: "2026-01-01", max: "2026-01-28" },
      { kind: "allowed-values", column: "kind", values: ["a", "b", "c"] },
      { kind: "allowed-values", column: "ok", values: [true, false] },
      { kind: "unique", column: "id" },
    ]);
    expect(evidence).toMatchObject({
      title: `Data validation of ${dataset}, version 1`,
      verdict: "pass",
      summary: "All 10 checks pass.",
      values: { checks: 10, passed: 10, failures: 0, blocking_failures: 0, rows: 1500, dataset: `${dataset}@1` },
      inputs: [{ kind: "dataset", name: `${dataset}@1`, digest: createHash("sha256").update(table).digest("hex") }],
      producer: { kind: "platform" },
    });
  });

  test("that do not hold are told one by one; those that do not block leave the verdict alone", async () => {
    const dataset = await newDataset();
    const { evidence } = await validate(dataset, [
      { kind: "unique", column: "kind", blocking: false },
      { kind: "allowed-values", column: "id", values: [1, 2, 3], blocking: false },
    ]);
    expect(evidence).toMatchObject({ verdict: "pass", values: { checks: 2, passed: 0, failures: 2, blocking_failures: 0 } });
    const blocked = await validate(dataset, [
      { kind: "columns", names: ["id"] },
      { kind: "columns", names: ["gone"] },
      { kind: "range", column: "nobody", min: 0 },
      { kind: "null-fraction", column: "ok", max: 0.19, blocking: false },
    ]);
    expect(blocked.evidence).toMatchObject({
      verdict: "fail",
      summary: "3 of 4 checks fail: these columns are missing: gone, and more.",
      values: { failures: 3, blocking_failures: 2, passed: 1 },
      report: {
        results: [{ outcome: "pass" }, { outcome: "fail", isBlocking: true, found: ["gone"] }, {}, { found: 0.2, isBlocking: false }],
      },
    });
  });

  test("of data that is not there, or that the platform does not hold, fail with the reason", async () => {
    const dataset = await newDataset();
    const checks: DataCheck[] = [{ kind: "row-count", min: 1 }];
    expect((await validate(dataset, checks, 7)).production).toMatchObject({
      state: "failed",
      message: expect.stringContaining(`${dataset}/7`),
    });
    expect((await validate("nowhere", checks)).production).toMatchObject({ state: "failed" });
  });

  test("are from 1 to 200", async () => {
    const dataset = await newDataset();
    const checks = (count: number) => Array.from({ length: count }, () => ({ kind: "row-count", min: 1 }) as const);
    await expect(validate(dataset, checks(0))).rejects.toMatchObject({ code: "invalid" });
    await expect(validate(dataset, checks(201))).rejects.toMatchObject({ code: "invalid" });
    expect((await validate(dataset, checks(200))).evidence?.values).toMatchObject({ passed: 200 });
  });
});

test("data that something was proven of is not deleted", async () => {
  const dataset = await newDataset();
  await validate(dataset, [{ kind: "row-count", min: 1 }]);
  await expect(deleteDataset(it.deps, caller, { dataset })).rejects.toMatchObject({ code: "conflict" });
});
