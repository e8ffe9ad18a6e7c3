import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServiceAccount, createToken } from "../access/index.ts";
import { updateWorkspace } from "../workspaces/index.ts";
import { listEvents, listPlatformEvents } from "./index.ts";

let env: TestEnvironment;
beforeAll(async () => {
  env = await openTestEnvironment();
});
afterAll(() => env.close());

async function busyWorkspace() {
  const workspace = await env.createWorkspace();
  const user = await env.createUser();
  await env.addMember(workspace, user, "admin");
  const caller = env.callerOf({ workspace, user });
  for (const description of ["one", "two", "three"]) await updateWorkspace(env.deps, caller, { description });
  await createToken(env.deps, caller, { name: "test" });
  return { workspace, user, caller };
}
const auditor = () => env.callerOf({ platformRole: "auditor", permissions: ["platform:audit"] });

test("events say who did what to what, newest first", async () => {
  const { workspace, user, caller } = await busyWorkspace();
  const { items, nextCursor } = await listEvents(env.deps, caller, {});
  expect(items.map(({ action }) => action)).toEqual([
    "access.token.create",
    ...Array.from({ length: 3 }, () => "workspaces.workspace.update"),
  ]);
  expect(nextCursor).toBeNull();
  expect(items[1]).toMatchObject({
    workspace: workspace.name,
    actor: { kind: "user", id: user.id, name: user.name },
    subject: { kind: "workspace", id: workspace.name },
    outcome: "done",
    before: { description: "two" },
    after: { description: "three" },
    address: "192.0.2.1",
    isSealed: false,
  });
});

test("pages neither repeat nor leave out, here and across workspaces", async () => {
  const { caller } = await busyWorkspace();
  const walk = async (list: typeof listEvents | typeof listPlatformEvents, as: typeof caller) => {
    const ids: string[] = [];
    for (let cursor: string | undefined, isFirst = true; isFirst || cursor; isFirst = false) {
      const page = await list(env.deps, as, { limit: 3, ...(cursor ? { cursor } : {}) });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    }
    return ids;
  };
  for (const [list, as] of [
    [listEvents, caller],
    [listPlatformEvents, auditor()],
  ] as const) {
    const whole = (await list(env.deps, as, { limit: 1000 })).items.map(({ id }) => id);
    expect(await walk(list, as)).toEqual(whole);
  }
});

test("filters narrow, and a cursor holds for its own filter alone", async () => {
  const { user, caller } = await busyWorkspace();
  const account = await createServiceAccount(env.deps, caller, { name: "ci", role: "viewer" });
  const of = async (query: Record<string, string>) => (await listEvents(env.deps, caller, query)).items.length;
  expect(await of({ action: "access.token.create" })).toBe(1);
  expect(await of({ subjectKind: "service-account", subjectId: account.id })).toBe(1);
  expect(await of({ actorId: user.id })).toBe(5);
  expect(await of({ actorId: account.id })).toBe(0);
  const { nextCursor } = await listEvents(env.deps, caller, { limit: 1 });
  await expect(listEvents(env.deps, caller, { limit: 1, cursor: nextCursor ?? "", action: "access.token.create" })).rejects.toMatchObject({
    code: "invalid",
  });
  await expect(listEvents(env.deps, caller, { cursor: "bogus" })).rejects.toMatchObject({ code: "invalid" });
});

test("a workspace sees its own events; an auditor sees all and names their workspace", async () => {
  const [mine, theirs] = [await busyWorkspace(), await busyWorkspace()];
  const workspacesIn = (items: readonly { workspace: string | null }[]) => new Set(items.map(({ workspace }) => workspace));
  expect(workspacesIn((await listEvents(env.deps, mine.caller, {})).items)).toEqual(new Set([mine.workspace.name]));
  const all = workspacesIn((await listPlatformEvents(env.deps, auditor(), { limit: 1000 })).items);
  for (const { workspace } of [mine, theirs]) expect(all.has(workspace.name)).toBe(true);
  await expect(listPlatformEvents(env.deps, mine.caller, {})).rejects.toMatchObject({ code: "forbidden" });
});
