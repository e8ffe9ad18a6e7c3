import type { Evidence, ProduceInput } from "@plumbline/contracts/evidence/evidence";
import { rolePermissions } from "@plumbline/contracts/permissions";
import type { TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectGarbage } from "../../artifacts/index.ts";
import type { Caller } from "../../kernel/index.ts";
import { cancelProduction, getEvidence, listEvidence } from "../index.ts";
import { openTestEvidence, type TestEvidence, type TestVersion } from "../open-test-evidence.ts";

let it: TestEvidence;
let workspace: TestWorkspace;
let caller: Caller;
let made: TestVersion;
beforeAll(async () => {
  it = await openTestEvidence();
  workspace = await it.env.createWorkspace();
  caller = await it.newCaller(workspace);
  made = await it.register(caller);
  await it.work();
});
afterAll(() => it.env.close());

interface Group {
  readonly name: string;
  readonly rows: number;
  readonly selected: number;
}
/** Rows of groups, of whom so many are selected; every other one repays, and scores are decisions softened. */
const csvOf = (groups: readonly Group[]): string =>
  `decision,repaid,score,age\n${groups
    .flatMap(({ name, rows, selected }) =>
      Array.from({ length: rows }, (_, row) => {
        const decision = row < selected ? 1 : 0;
        return `${decision},${row % 2},${0.4 + 0.2 * decision},${name}`;
      }),
    )
    .join("\n")}\n`;
const even: Group[] = [
  { name: "old", rows: 400, selected: 200 },
  { name: "young", rows: 300, selected: 141 },
];

type Fairness = Extract<ProduceInput, { kind: "fairness" }>;
const asked = { kind: "fairness", prediction: "decision", attribute: "age", minGroup: 100, selectionRatio: 0.8 } as const;
const upload = (csv: string, by = caller) => it.upload(by, made, { name: "people.csv", purpose: "predictions", bytes: csv });
async function assess(csv: string, more: Partial<Fairness> = {}) {
  const { id: uploadId } = await upload(csv);
  const production = await it.make(caller, made, { ...asked, uploadId, ...more });
  const { evidenceId } = production;
  return { production, uploadId, evidence: evidenceId === null ? undefined : await getEvidence(it.deps, caller, { evidenceId }) };
}
const groupsOf = (evidence: Evidence | undefined) => (evidence?.report as { groups?: Record<string, unknown>[] } | undefined)?.groups ?? [];
const traces = async (uploadId: string, csv: string) => ({
  uploads: (await it.env.sql("SELECT 1 FROM evidence_upload WHERE id = $1", [uploadId])).length,
  claims: (await it.env.sql("SELECT 1 FROM blob_claim WHERE holder = $1", [`evidence-upload/${uploadId}`])).length,
  bytes: (await it.deps.storage.list("")).blobs.filter(({ sizeBytes }) => sizeBytes === Buffer.byteLength(csv)).length,
});
const nothing = { uploads: 0, claims: 0, bytes: 0 };

describe("an assessment", () => {
  test("gives ratios, differences and their intervals under the names that policies ask for", async () => {
    const { evidence } = await assess(csvOf(even), { label: "repaid", score: "score", dataset: "applicants" });
    expect(evidence).toMatchObject({
      verdict: "pass",
      title: "Fairness by age",
      producer: { kind: "user", id: caller.actor.id },
      values: {
        attribute: "age",
        verdict: "pass",
        reference: "old",
        selection_ratio: expect.closeTo(0.94, 10),
        min_group: 300,
        groups: 2,
        groups_too_small: 0,
        rows: 700,
        left_out: 0,
        dataset: "applicants",
      },
      inputs: [{ kind: "predictions" }, { kind: "dataset", name: "applicants" }],
    });
    const values = evidence?.values ?? {};
    expect(Number(values.selection_ratio_lower)).toBeLessThan(0.94);
    expect(Number(values.selection_ratio_lower)).toBeGreaterThan(0.75);
    for (const name of ["tpr_difference", "fpr_difference", "calibration_gap"]) {
      const [lower, value, upper] = [values[`${name}_lower`], values[name], values[`${name}_upper`]].map(Number);
      expect([Number(lower) <= Number(value), Number(value) <= Number(upper)]).toEqual([true, true]);
    }
    // Young people of either outcome: 71 of 150 and 70 of 150 selected, of old ones 100 of 200 each.
    expect(values.tpr_difference).toBeCloseTo(0.5 - 70 / 150, 10);
    expect(values.fpr_difference).toBeCloseTo(0.5 - 71 / 150, 10);
  });

  test("fails where a group is selected too seldom, against the reference that was named", async () => {
    const uneven = [...even, { name: "middle", rows: 200, selected: 60 }];
    const { evidence } = await assess(csvOf(uneven), { reference: "young" });
    expect(evidence).toMatchObject({ verdict: "fail", values: { reference: "young", selection_ratio: expect.closeTo(0.3 / 0.47, 10) } });
    expect(evidence?.values.tpr_difference).toBeUndefined();
  });

  test("names groups that are too small without their rates, and does not judge them", async () => {
    const { evidence } = await assess(csvOf([...even, { name: "rare", rows: 99, selected: 0 }]));
    expect(evidence).toMatchObject({ verdict: "pass", values: { groups: 3, groups_too_small: 1, min_group: 300 } });
    const groups = groupsOf(evidence);
    expect(groups.find(({ name }) => name === "rare")).toEqual({ name: "rare", rows: 99, isSufficient: false });
    expect(groups.find(({ name }) => name === "young")).toMatchObject({
      selectionRate: 0.47,
      intervals: { selectionRate: { low: expect.any(Number) } },
    });
    const edge = await assess(csvOf([...even, { name: "rare", rows: 100, selected: 50 }]));
    expect(edge.evidence?.values).toMatchObject({ groups_too_small: 0, min_group: 100 });
  });

  test("tells nothing of a reference that is too small, nor what is measured against it", async () => {
    const { evidence } = await assess(csvOf([...even, { name: "rare", rows: 20, selected: 3 }]), { reference: "rare" });
    expect(evidence).toMatchObject({ verdict: "insufficient", values: { selection_ratio: null, selection_ratio_lower: null } });
    expect(JSON.stringify(evidence?.report)).not.toContain("selectionRateRatio");
    expect(JSON.stringify(evidence?.report)).not.toContain("selectionRateDifference");
  });

  test("of one group alone is not enough", async () => {
    const { evidence } = await assess(csvOf(even.slice(0, 1)));
    expect(evidence).toMatchObject({ verdict: "insufficient", values: { verdict: "insufficient", selection_ratio: null } });
  });
});

describe("the rows", () => {
  test("are gone once the aggregates are written, from database and storage", async () => {
    const csv = csvOf([...even, { name: "gone", rows: 111, selected: 50 }]);
    const { uploadId, production } = await assess(csv);
    expect(production.state).toBe("succeeded");
    expect(await traces(uploadId, csv)).toEqual(nothing);
    const dumped = await it.env.sql<{ row: string }>("SELECT row_to_json(e)::text AS row FROM evidence e");
    expect(dumped.some(({ row }) => row.includes("1,0,0.6"))).toBe(false);
    // What is left of the blob is its record, which the next collection takes.
    await it.env.sql("UPDATE blob SET created_at = now() - interval '1 day'");
    const context = { deps: it.deps, taskId: "t", workspaceId: null, signal: AbortSignal.timeout(60_000) };
    await (await collectGarbage.handler())(context, {});
    expect(await it.env.sql("SELECT 1 FROM blob WHERE size_bytes = $1", [Buffer.byteLength(csv)])).toEqual([]);
  });

  test("are gone as well where the assessment fails, with the reason told", async () => {
    const csv = csvOf([{ name: "a", rows: 321, selected: 100 }]).replace("\n1,", "\n7,");
    const { uploadId, production } = await assess(csv);
    expect(production).toMatchObject({ state: "failed", message: "The column of the prediction holds 7: each value must be 0 or 1." });
    expect(await traces(uploadId, csv)).toEqual(nothing);
  });

  test("are gone where somebody stops it before it begins", async () => {
    const csv = csvOf([{ name: "a", rows: 231, selected: 100 }]);
    const { id: uploadId } = await upload(csv);
    const { id: productionId } = await it.ask(caller, made, { ...asked, uploadId });
    await cancelProduction(it.deps, caller, { productionId });
    await it.work();
    expect(await traces(uploadId, csv)).toEqual(nothing);
    expect((await it.look(caller, made, productionId)).state).toBe("cancelled");
  });

  test("stay while something else is still made from them", async () => {
    const csv = csvOf([...even, { name: "both", rows: 150, selected: 70 }]);
    const { id: uploadId } = await upload(csv);
    const fairness = await it.ask(caller, made, { ...asked, uploadId });
    // No champion yet: it needs none of the rows, but says that it does.
    const champion = await it.ask(caller, made, { kind: "champion", uploadId, metric: "auc", margin: 0 });
    await it.work();
    expect((await it.look(caller, made, fairness.id)).state).toBe("succeeded");
    expect((await it.look(caller, made, champion.id)).state).toBe("succeeded");
    expect(await traces(uploadId, csv)).toEqual(nothing);
  });
});

describe("protected attributes", () => {
  test("are for those who may compute on them", async () => {
    const contributor = await it.newCaller(workspace, "contributor");
    const { id: uploadId } = await upload(csvOf(even), contributor);
    const refusal = it.ask(contributor, made, { ...asked, uploadId });
    await expect(refusal).rejects.toMatchObject({ code: "forbidden", params: { permission: "evidence:protected" } });
    const allowed: Caller = { ...contributor, permissions: new Set([...rolePermissions.contributor, "evidence:protected"]) };
    expect((await it.make(allowed, made, { ...asked, uploadId })).state).toBe("succeeded");
  });

  test("of groups of fewer than ten are never asked for", async () => {
    const { id: uploadId } = await upload(csvOf(even));
    await expect(it.ask(caller, made, { ...asked, uploadId, minGroup: 9 })).rejects.toMatchObject({ code: "invalid" });
    expect((await it.make(caller, made, { ...asked, uploadId, minGroup: 10 })).state).toBe("succeeded");
  });

  test("with names that JSON cannot hold are kept readable", async () => {
    const csv = csvOf([...even, { name: "d\u00e9j\u00e0 \u20ac", rows: 120, selected: 60 }]);
    const { evidence } = await assess(csv);
    const groups = groupsOf(evidence);
    expect(groups.map(({ name }) => name)).toEqual(["déjà €", "old", "young"]);
    expect((await listEvidence(it.deps, caller, { model: made.model, version: made.version, kind: "fairness" })).items[0]).toEqual(
      evidence,
    );
  });
});
