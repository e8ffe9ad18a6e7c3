import { createHash } from "node:crypto";
import type { ProduceInput } from "@plumbline/contracts/evidence/evidence";
import { compareModels } from "@plumbline/stats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../../kernel/index.ts";
import { cancelProduction, getEvidence } from "../index.ts";
import { openTestEvidence, type TestEvidence, type TestVersion } from "../open-test-evidence.ts";

let it: TestEvidence;
let caller: Caller;
let candidate: TestVersion;
let champion: TestVersion;
beforeAll(async () => {
  it = await openTestEvidence();
  caller = await it.newCaller(await it.env.createWorkspace());
  champion = await it.register(caller);
  candidate = await it.register(caller, { model: champion.model });
  await crown(champion);
  await it.work();
});
afterAll(() => it.env.close());

/** An alias that a policy may protect is put where it is by the table's owner. */
const crown = ({ model, version }: TestVersion) =>
  it.env.sql(
    `INSERT INTO model_alias (workspace_id, model_key, alias, version) SELECT workspace_id, key, 'champion', $2 FROM registered_model WHERE name = $1`,
    [model, version],
  );

interface Row {
  readonly y: number;
  readonly old: number | "";
  readonly fresh: number | "";
}
/** Scores that a simple rule makes: the champion errs in every third row, the candidate as often as it is told. */
const rowsOf = (count: number, errsEvery: number): Row[] =>
  Array.from({ length: count }, (_, row) => {
    const y = row % 2;
    const score = (errs: boolean) => (errs ? 0.55 - 0.1 * y : 0.3 + 0.4 * y) + (row % 7) / 100;
    return { y, old: score(row % 3 === 0), fresh: score(row % errsEvery === 0) };
  });
const csvOf = (rows: readonly Row[]) => `y,old,fresh,name\n${rows.map(({ y, old, fresh }) => `${y},${old},${fresh},n`).join("\n")}\n`;

type Champion = Extract<ProduceInput, { kind: "champion" }>;
async function compare(csv: string, more: Partial<Champion> = {}, of = candidate) {
  const { id: uploadId } = await it.upload(caller, of, { name: "scores.csv", purpose: "predictions", bytes: csv });
  const columns = { label: "y", candidate: "fresh", champion: "old" };
  const production = await it.make(caller, of, { kind: "champion", uploadId, ...columns, metric: "auc", margin: 0.005, ...more });
  const { evidenceId } = production;
  const evidence = evidenceId === null ? undefined : await getEvidence(it.deps, caller, { evidenceId });
  return { production, evidence, uploadId };
}

describe("a comparison", () => {
  test("says by how much the candidate is better, for each metric that the columns have, and whoever brought the rows made it", async () => {
    const rows = rowsOf(400, 11);
    const csv = csvOf(rows);
    const { evidence } = await compare(csv, { dataset: "holdout@3", id: "holdout" });
    const sha256 = createHash("sha256").update(csv).digest("hex");
    const column = (name: "y" | "old" | "fresh") => Float64Array.from(rows, (row) => Number(row[name]));
    const seed = Number.parseInt(sha256.slice(0, 8), 16);
    const expected = compareModels(
      { actual: column("y"), champion: column("old"), candidate: column("fresh") },
      { metric: "auc", seed, margin: 0.005, resamples: 2000 },
    );
    expect(expected.verdict).toBe("better");
    expect(evidence).toMatchObject({
      kind: "champion",
      verdict: "pass",
      producer: { kind: "user", id: caller.actor.id },
      inputs: [
        { kind: "predictions", name: "scores.csv", digest: sha256 },
        { kind: "model-version", name: `champion: ${champion.model}/1` },
        { kind: "dataset", name: "holdout@3", digest: null },
      ],
      values: {
        id: "holdout",
        metric: "auc",
        verdict: "better",
        margin: 0.005,
        same_dataset: true,
        dataset: "holdout@3",
        rows: 400,
        left_out: 0,
        champion_version: 1,
        candidate: expected.candidate,
        champion: expected.champion,
        improvement: expected.improvement,
        difference: (expected.candidate ?? 0) - (expected.champion ?? 0),
        lower: expected.interval?.low,
        upper: expected.interval?.high,
        ks_verdict: "better",
        log_loss_verdict: "better",
        brier_lower: expect.any(Number),
        f1_difference: expect.any(Number),
      },
    });
    // For a loss, better is lower: the difference and the improvement have unlike signs.
    expect(Number(evidence?.values.log_loss_difference)).toBeLessThan(0);
    expect(Number(evidence?.values.log_loss_improvement)).toBeGreaterThan(0);
    expect(evidence?.report).toMatchObject({
      rows: 400,
      comparisons: [{ metric: "auc" }, { metric: "ks" }, { metric: "log_loss" }, {}, {}, {}],
    });
    expect(evidence?.summary).toMatch(/^auc 0\.\d+ against 0\.\d+ of version 1 on 400 rows: better \(improvement from /);
  });

  test("of the same rows says the same again", async () => {
    const csv = csvOf(rowsOf(200, 5));
    const [first, second] = [await compare(csv), await compare(csv)];
    expect(second.evidence?.values).toEqual(first.evidence?.values);
    expect(second.evidence?.id).not.toBe(first.evidence?.id);
  });

  test.each([
    ["worse", "fail", 1],
    ["equivalent", "pass", 3],
  ])("can come out %s", async (verdict, expected, errsEvery) => {
    const { evidence } = await compare(csvOf(rowsOf(600, errsEvery)));
    expect(evidence).toMatchObject({ verdict: expected, values: { verdict } });
  });

  test("of too few rows is not enough to tell", async () => {
    const { evidence } = await compare(csvOf(rowsOf(20, 11)));
    expect(evidence).toMatchObject({ verdict: "insufficient", values: { verdict: "inconclusive", lower: null, rows: 20 } });
    expect(evidence?.summary).toContain("too few rows");
  });

  test("of numbers is one of errors; rows that lack a value are left out", async () => {
    const rows = rowsOf(100, 11).map((row, index) => ({
      ...row,
      y: row.y * 100 + index,
      old: index,
      fresh: index % 10 === 0 ? ("" as const) : 100,
    }));
    const { evidence } = await compare(csvOf(rows), { metric: "rmse" });
    expect(evidence?.values).toMatchObject({
      metric: "rmse",
      rows: 90,
      left_out: 10,
      mae_verdict: expect.any(String),
      r2_lower: expect.any(Number),
    });
    expect(evidence?.values.auc_verdict).toBeUndefined();
  });

  test("of a model without a champion is answered without rows", async () => {
    const first = await it.register(caller);
    await it.work();
    const production = await it.make(caller, first, { kind: "champion", metric: "auc", margin: 0.01 });
    expect(await getEvidence(it.deps, caller, { evidenceId: production.evidenceId ?? "" })).toMatchObject({
      verdict: "info",
      values: { metric: "auc", verdict: "no_champion", same_dataset: true },
      producer: { kind: "platform" },
    });
  });
});

describe("what cannot be compared", () => {
  test.each([
    ["labels of other kinds", csvOf(rowsOf(50, 3).map((row) => ({ ...row, y: 2 }))), /^Column "y" holds 2 in row 0/],
    ["text", "y,old,fresh\n1,a,b\n", /The column "fresh" holds text and cannot be read as numbers/],
    ["no row with all values", "y,old,fresh\n1,,1\n0,1,\n", /^No row has a value in all three columns/],
  ])("fails with the reason: %s", async (_, csv, why) => {
    const { production, uploadId } = await compare(csv);
    expect(production).toMatchObject({ state: "failed", evidenceId: null });
    expect(production.message).toMatch(why);
    // The rows may be right and the question wrong: they can be asked about again until their day is over.
    expect(await it.env.sql("SELECT 1 FROM evidence_upload WHERE id = $1", [uploadId])).toHaveLength(1);
  });

  test("is refused at once where it can be told: columns, the champion itself, rows that are needed", async () => {
    await expect(compare(csvOf(rowsOf(50, 3)), { candidate: "nobody" })).rejects.toThrow('The table "scores.csv" has no column "nobody".');
    await expect(it.ask(caller, candidate, { kind: "champion", metric: "auc", margin: 0 })).rejects.toThrow("Version 1 is the champion");
    await expect(it.ask(caller, champion, { kind: "champion", metric: "auc", margin: 0 })).rejects.toThrow("This version is the champion");
  });

  test("one from other rows while one is made", async () => {
    const { id: uploadId } = await it.upload(caller, candidate, { name: "a.csv", purpose: "predictions", bytes: csvOf(rowsOf(50, 3)) });
    const input = { kind: "champion", uploadId, label: "y", candidate: "fresh", champion: "old", metric: "auc", margin: 0 } as const;
    const first = await it.ask(caller, candidate, input);
    expect((await it.ask(caller, candidate, input)).id).toBe(first.id);
    await expect(it.ask(caller, candidate, { ...input, metric: "ks" })).rejects.toMatchObject({ code: "conflict" });
    await cancelProduction(it.deps, caller, { productionId: first.id });
    expect((await it.make(caller, candidate, { ...input, metric: "ks" })).state).toBe("succeeded");
  });
});

test("rows are gone from database and storage once they were compared", async () => {
  const { uploadId, evidence } = await compare(csvOf(rowsOf(60, 4)));
  expect(evidence).toBeDefined();
  expect(await it.env.sql("SELECT 1 FROM evidence_upload WHERE id = $1", [uploadId])).toEqual([]);
  expect(await it.env.sql("SELECT 1 FROM blob_claim WHERE holder = $1", [`evidence-upload/${uploadId}`])).toEqual([]);
  const { blobs } = await it.deps.storage.list("");
  const sizes = blobs.map(({ sizeBytes }) => sizeBytes);
  expect(sizes).not.toContain(Buffer.byteLength(csvOf(rowsOf(60, 4))));
});
