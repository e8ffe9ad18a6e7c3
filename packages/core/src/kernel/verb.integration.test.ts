import { operation } from "@plumbline/contracts/operation";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { AppError, command, query } from "./index.ts";

let env: TestEnvironment;
beforeAll(async () => {
  env = await openTestEnvironment();
});
afterAll(() => env.close());

const renameTag = operation({
  id: "kernel.renameTag",
  method: "PUT",
  path: "/tags/:key",
  summary: "Sets a tag, for this test.",
  params: z.object({ key: z.string().min(2) }),
  body: z.object({ value: z.string() }),
  response: z.object({ value: z.string() }),
  permission: "experiment:write",
  audit: "kernel.tag.set",
  idempotent: true,
});
const setTag = command(renameTag, async (ctx, input) => {
  await ctx.tx.execute("INSERT INTO experiment_tag (workspace_id, experiment_id, key, value) VALUES ($1, 0, $2, $3)", [
    ctx.workspace?.id,
    input.key,
    input.value,
  ]);
  if (input.value === "fail") throw new AppError("conflict", "Asked to fail.");
  return { result: { value: input.value }, subject: { kind: "tag", id: input.key }, after: { value: input.value } };
});

const actsOf = (workspaceId: number) =>
  env.sql<{ action: string; outcome: string }>("SELECT action, outcome FROM audit_event WHERE workspace_id = $1 ORDER BY id", [
    workspaceId,
  ]);

test("a command writes its rows, an audit event with its pending seal, and a change row together", async () => {
  const workspace = await env.createWorkspace();
  await setTag(env.deps, env.callerOf({ workspace, role: "contributor" }), { key: "team", value: "risk" });
  expect(await actsOf(workspace.id)).toEqual([{ action: "kernel.tag.set", outcome: "done" }]);
  expect(await env.sql("SELECT topic, subject, kind FROM change WHERE workspace_id = $1", [workspace.id])).toEqual([
    { topic: "tag", subject: "team", kind: "set" },
  ]);
  expect(await env.sql("SELECT count(*)::int AS n FROM audit_pending_seal WHERE workspace_id = $1", [workspace.id])).toEqual([{ n: 1 }]);
});

test("a command that fails leaves nothing: no row, no event, no change", async () => {
  const workspace = await env.createWorkspace();
  const caller = env.callerOf({ workspace, role: "contributor" });
  await expect(setTag(env.deps, caller, { key: "team", value: "fail" })).rejects.toMatchObject({ code: "conflict" });
  expect(await env.sql("SELECT 1 FROM experiment_tag WHERE workspace_id = $1", [workspace.id])).toEqual([]);
  expect(await actsOf(workspace.id)).toEqual([]);
});

test("who lacks the permission is refused, once recorded, and nothing runs", async () => {
  const workspace = await env.createWorkspace();
  const viewer = env.callerOf({ workspace, role: "viewer" });
  await expect(setTag(env.deps, viewer, { key: "team", value: "x" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(setTag(env.deps, viewer, { key: "team", value: "x" })).rejects.toMatchObject({ code: "forbidden" });
  expect(await actsOf(workspace.id)).toEqual([{ action: "kernel.renameTag.refuse", outcome: "refused" }]);
});

test("bad input names each field", async () => {
  const workspace = await env.createWorkspace();
  const failure = setTag(env.deps, env.callerOf({ workspace }), { key: "a", value: 3 as unknown as string });
  await expect(failure).rejects.toMatchObject({ code: "invalid", fields: [{ path: "key" }, { path: "value" }] });
});

test("a retried request gets its first answer; the same key with other content is refused", async () => {
  const workspace = await env.createWorkspace();
  const caller = { ...env.callerOf({ workspace }), idempotencyKey: "k1" };
  const first = await setTag(env.deps, caller, { key: "team", value: "risk" });
  const again = await setTag(env.deps, caller, { key: "team", value: "risk" });
  expect(again).toEqual(first);
  await expect(setTag(env.deps, caller, { key: "team", value: "else" })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("row-level security hides other tenants from a statement that forgets to ask", async () => {
  const [mine, theirs] = [await env.createWorkspace(), await env.createWorkspace()];
  const everything = query({ ...renameTag, id: "kernel.readAll", audit: { none: "reading" } }, async (ctx) => ({
    value: JSON.stringify(await ctx.tx.rows("SELECT DISTINCT workspace_id FROM experiment")),
  }));
  const answer = await everything(env.deps, env.callerOf({ workspace: mine }), { key: "any", value: "" });
  expect(JSON.parse(answer.value)).toEqual([{ workspace_id: mine.id }]);
  expect(theirs.id).not.toBe(mine.id);
});

test("an audit event cannot be changed, not even by the owner of the table", async () => {
  await expect(env.sql("UPDATE audit_event SET action = 'x'")).rejects.toThrow(/cannot be changed/);
  await expect(env.sql("DELETE FROM audit_event")).rejects.toThrow(/cannot be changed/);
});
