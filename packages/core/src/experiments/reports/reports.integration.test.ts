import { reportsMax, reportTextMax, reportVersionsMax } from "@plumbline/contracts/experiments/report";
import { reportBlocksMax } from "@plumbline/contracts/experiments/report-text";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../../kernel/index.ts";
import { createReport, deleteReport, getReport, listReports, listReportVersions, updateReport } from "../index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let ada: Caller;
let ben: Caller;
let engineer: Caller;
let viewer: Caller;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  const callerOf = async (role: "viewer" | "contributor" | "engineer") => {
    const user = await env.createUser();
    await env.addMember(workspace, user, role);
    return env.callerOf({ workspace, user, role });
  };
  [ada, ben, engineer, viewer] = [
    await callerOf("contributor"),
    await callerOf("contributor"),
    await callerOf("engineer"),
    await callerOf("viewer"),
  ];
});
afterAll(() => env.close());

const write = (caller: Caller, more: { text?: string; isShared?: boolean } = {}) =>
  createReport(env.deps, caller, { title: "Sweep of May", text: "# One", ...more });
const idsFor = async (caller: Caller) => (await listReports(env.deps, caller, { limit: 1000 })).items.map(({ reportId }) => reportId);
const edit = (caller: Caller, reportId: string, given: { basedOn: number; text?: string; title?: string; isShared?: boolean }) =>
  updateReport(env.deps, caller, { reportId, ...given });

describe("a report", () => {
  test("that is private is its owner's alone; one that is shared everybody's, and edited by whoever may", async () => {
    const own = await write(ada);
    const shared = await write(ada, { isShared: true });
    expect(await idsFor(ada)).toEqual(expect.arrayContaining([own.reportId, shared.reportId]));
    expect(await idsFor(viewer)).toContain(shared.reportId);
    expect(await idsFor(viewer)).not.toContain(own.reportId);
    await expect(getReport(env.deps, ben, { reportId: own.reportId })).rejects.toMatchObject({ code: "not-found" });
    await expect(listReportVersions(env.deps, ben, { reportId: own.reportId, limit: 1 })).rejects.toMatchObject({ code: "not-found" });
    expect(await getReport(env.deps, ben, { reportId: shared.reportId })).toMatchObject({ text: "# One", isEditable: false });
    await expect(edit(ben, shared.reportId, { basedOn: 1, text: "x" })).rejects.toMatchObject({ code: "forbidden" });
    expect(await edit(engineer, shared.reportId, { basedOn: 1, text: "# Two" })).toMatchObject({
      revision: 2,
      updatedBy: { id: engineer.actor.id },
    });
    await expect(edit(engineer, shared.reportId, { basedOn: 2, isShared: false })).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteReport(env.deps, ben, { reportId: shared.reportId })).rejects.toMatchObject({ code: "forbidden" });
    await deleteReport(env.deps, ada, { reportId: shared.reportId });
    await expect(getReport(env.deps, ada, { reportId: shared.reportId })).rejects.toMatchObject({ code: "not-found" });
  });

  test("a viewer keeps for themselves, and shares none", async () => {
    const own = await write(viewer);
    await expect(edit(viewer, own.reportId, { basedOn: 1, isShared: true })).rejects.toMatchObject({ code: "forbidden" });
    await expect(write(viewer, { isShared: true })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("keeps each version, newest first, and loses none to somebody else's", async () => {
    const { reportId } = await write(ada);
    await edit(ada, reportId, { basedOn: 1, text: "# Two" });
    await edit(ada, reportId, { basedOn: 2, title: "Renamed" });
    await expect(edit(ada, reportId, { basedOn: 1, text: "late" })).rejects.toMatchObject({
      code: "conflict",
      params: { reason: "report-changed" },
    });
    const first = await listReportVersions(env.deps, ada, { reportId, limit: 2 });
    expect(first.items.map(({ revision, title, text }) => [revision, title, text])).toEqual([
      [3, "Renamed", "# Two"],
      [2, "Sweep of May", "# Two"],
    ]);
    expect(await listReportVersions(env.deps, ada, { reportId, limit: 2, cursor: first.nextCursor ?? "" })).toMatchObject({
      items: [{ revision: 1, text: "# One" }],
      nextCursor: null,
    });
    await env.sql("UPDATE report SET revision = $2 WHERE id = $1", [reportId, reportVersionsMax]);
    await edit(ada, reportId, { basedOn: reportVersionsMax });
    const { items } = await listReportVersions(env.deps, ada, { reportId, limit: 10 });
    expect(items.map(({ revision }) => revision)).toEqual([reportVersionsMax + 1, 3, 2]);
  });

  test("is bounded in length, in blocks and in number", async () => {
    const block = "```table\nexperiment: 0\n```\n";
    await write(ada, { text: "x".repeat(reportTextMax) });
    await expect(write(ada, { text: "x".repeat(reportTextMax + 1) })).rejects.toMatchObject({ code: "invalid" });
    await write(ada, { text: block.repeat(reportBlocksMax) });
    await expect(write(ada, { text: block.repeat(reportBlocksMax + 1) })).rejects.toMatchObject({ params: { reason: "report-blocks" } });
    await env.sql(
      `INSERT INTO report (id, workspace_id, owner_id, title, text, is_shared, created_at, updated_at, updated_by)
       SELECT gen_random_uuid(), $1, $2, 't', '', false, now(), now(), $2 FROM generate_series(2, $3)`,
      [workspace.id, ben.actor.id, reportsMax],
    );
    await write(ben);
    await expect(write(ben)).rejects.toMatchObject({ code: "conflict", params: { reason: "reports-max" } });
  });

  test("is listed in pages, those changed last first", async () => {
    const made = [await write(engineer), await write(engineer), await write(engineer)].map(({ reportId }) => reportId);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listReports(env.deps, engineer, { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ reportId }) => reportId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(await idsFor(engineer));
    expect(seen).toEqual(expect.arrayContaining(made));
  });
});
