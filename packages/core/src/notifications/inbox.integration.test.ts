import { randomUUID } from "node:crypto";
import { openOutbound } from "@plumbline/outbound";
import { openTestEnvironment, type TestEnvironment, type TestUser, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Deps } from "../kernel/index.ts";
import { getPreferences, listNotifications, type Message, markRead, notify, setPreferences } from "./index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let ada: TestUser;
let mailing: Deps;
beforeAll(async () => {
  env = await openTestEnvironment();
  const smtp = { url: "smtp://127.0.0.1:1", from: "ml@example.test" };
  mailing = { ...env.deps, outbound: openOutbound({ smtp, receivers: { isHttpAllowed: false, allowedHosts: [] } }) };
});
afterAll(() => env.close());
beforeEach(async () => {
  workspace = await env.createWorkspace();
  ada = await member();
});

async function member(of: TestWorkspace = workspace): Promise<TestUser> {
  const user = await env.createUser();
  await env.addMember(of, user, "viewer");
  return user;
}

const message = (change: Partial<Message> = {}): Message => ({
  recipients: [ada.id],
  kind: "approvals.vote-requested",
  group: "votes",
  title: "Your vote is asked",
  body: "churn 12",
  link: `/w/${workspace.name}/approvals/31`,
  subject: { kind: "approval", id: "31" },
  ...change,
});

/** As another slice's command does. */
const write = (messages: readonly Message[], given: { deps?: Deps; in?: TestWorkspace } = {}) => {
  const { id: workspaceId } = given.in ?? workspace;
  const { deps = env.deps } = given;
  return deps.db.transaction({ role: "app", workspaceId, actorId: "test" }, (tx) =>
    notify({ tx, deps, now: deps.now() }, workspaceId, messages),
  );
};
const callerFor = (user: TestUser, of: TestWorkspace = workspace) => env.callerOf({ workspace: of, role: "viewer", user });
const inbox = async (user: TestUser = ada, query: { unread?: "true"; limit?: number; cursor?: string } = {}) =>
  listNotifications(env.deps, callerFor(user), query);
const mailsOf = () =>
  env.sql<{ kind: string; state: string }>("SELECT kind, state FROM delivery WHERE workspace_id = $1 AND channel = 'email'", [
    workspace.id,
  ]);

describe("writing", () => {
  test("a message is in its recipient's inbox, unread, with all that leads to its subject", async () => {
    await write([message()]);
    expect(await inbox()).toMatchObject({
      items: [
        {
          kind: "approvals.vote-requested",
          group: "votes",
          title: "Your vote is asked",
          body: "churn 12",
          link: `/w/${workspace.name}/approvals/31`,
          subject: { kind: "approval", id: "31" },
          readAt: null,
        },
      ],
      nextCursor: null,
      unreadCount: 1,
    });
  });

  test("who is no member, who is disabled and what is no person gets nothing, the others do", async () => {
    const [stranger, disabled, other] = [await env.createUser(), await member(), await member()];
    await env.sql("UPDATE user_account SET disabled_at = now() WHERE id = $1", [disabled.id]);
    await write([message({ recipients: [stranger.id, disabled.id, other.id, other.id, randomUUID(), "system", ""] })]);
    const rows = await env.sql<{ user_id: string }>("SELECT user_id FROM notification WHERE workspace_id = $1", [workspace.id]);
    expect(rows).toEqual([{ user_id: other.id }]);
  });

  test("each recipient's change row names them and nothing of the message", async () => {
    const other = await member();
    await write([message({ recipients: [ada.id, other.id] }), message()]);
    const changes = await env.sql("SELECT topic, subject, kind, data FROM change WHERE workspace_id = $1 ORDER BY subject", [workspace.id]);
    const expected = [ada.id, other.id].sort().map((subject) => ({ topic: "notification", subject, kind: "create", data: null }));
    expect(changes).toEqual(expected);
  });

  test("a key counts once for each recipient, in each workspace", async () => {
    const other = await member();
    await write([message({ dedupeKey: "31/vote" }), message({ dedupeKey: "31/vote" })]);
    await write([message({ dedupeKey: "31/vote", recipients: [ada.id, other.id] })]);
    expect((await inbox()).items).toHaveLength(1);
    expect((await inbox(other)).items).toHaveLength(1);
    const elsewhere = await env.createWorkspace();
    await env.addMember(elsewhere, ada, "viewer");
    await write([message({ dedupeKey: "31/vote" })], { in: elsewhere });
    expect((await listNotifications(env.deps, callerFor(ada, elsewhere), {})).items).toHaveLength(1);
  });

  test("what is rolled back was never written", async () => {
    const failing = env.db.transaction({ role: "app", workspaceId: workspace.id, actorId: "test" }, async (tx) => {
      await notify({ tx, deps: mailing, now: env.deps.now() }, workspace.id, [message()]);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect([(await inbox()).items, await mailsOf()]).toEqual([[], []]);
  });

  test("a task may write across workspaces, each with its own members", async () => {
    const outsider = await member(await env.createWorkspace());
    await env.db.transaction({ role: "system" }, (tx) =>
      notify({ tx, deps: env.deps, now: env.deps.now() }, workspace.id, [message({ recipients: [ada.id, outsider.id] })]),
    );
    const rows = await env.sql("SELECT user_id FROM notification WHERE user_id = ANY($1)", [[ada.id, outsider.id]]);
    expect(rows).toEqual([{ user_id: ada.id }]);
  });

  test("titles are one line; title and body are cut at their limits, never inside a character", async () => {
    const wide = "🦉".repeat(100);
    await write([
      message({ title: `${wide}`, body: "b".repeat(2000) }),
      message({ title: `${wide}x`, body: "b".repeat(2001) }),
      message({ title: "a\r\nb\u0000c", body: "one\ntwo\u0000" }),
    ]);
    const items = (await inbox()).items.map(({ title, body }) => ({ title, body }));
    expect(items).toHaveLength(3);
    expect(items).toEqual(
      expect.arrayContaining([
        { title: wide, body: "b".repeat(2000) },
        { title: `${"🦉".repeat(99)}…`, body: `${"b".repeat(1999)}…` },
        { title: "a b c", body: "one\ntwo" },
      ]),
    );
  });

  test.each([
    "https://evil.test/",
    "//evil.test",
    "/w/",
    "/api/v1/me",
    "/w/a b",
    "/w/\\evil.test",
    "/w//evil.test",
    `/w/${"a".repeat(498)}`,
  ])("%s is no link into the portal", async (link) => {
    await expect(write([message({ link })])).rejects.toThrow(/as a link/);
  });

  test("5000 messages may be written at once, not one more", async () => {
    const strangers = Array.from({ length: 5000 }, () => randomUUID());
    await write([message({ recipients: strangers })]);
    await expect(write([message({ recipients: [...strangers, ada.id] })])).rejects.toThrow(/5000 are allowed/);
  });

  test("a kind is two words, a key has at most 200 characters", async () => {
    await expect(write([message({ kind: "Vote" })])).rejects.toThrow(/as the kind/);
    await write([message({ dedupeKey: "k".repeat(200) })]);
    await expect(write([message({ dedupeKey: "k".repeat(201) })])).rejects.toThrow(/200 are allowed/);
  });
});

describe("reading", () => {
  test("pages go from new to old and end; unread ones can be asked for", async () => {
    for (const title of ["one", "two", "three"]) {
      await write([message({ title })]);
      env.advance(10);
    }
    const first = await inbox(ada, { limit: 2 });
    expect(first.items.map(({ title }) => title)).toEqual(["three", "two"]);
    const second = await inbox(ada, { limit: 2, cursor: first.nextCursor ?? "" });
    expect([second.items.map(({ title }) => title), second.nextCursor]).toEqual([["one"], null]);
    await markRead(env.deps, callerFor(ada), { ids: [first.items[0]?.id ?? ""] });
    const unread = await inbox(ada, { unread: "true" });
    expect([unread.items.map(({ title }) => title), unread.unreadCount]).toEqual([["two", "one"], 2]);
    await expect(inbox(ada, { unread: "true", cursor: first.nextCursor ?? "" })).rejects.toThrow(/does not belong to this list/);
  });

  test("nobody reads or marks what is another's, nor their own of another workspace", async () => {
    const other = await member();
    const elsewhere = await env.createWorkspace();
    await env.addMember(elsewhere, ada, "viewer");
    await write([message()]);
    const [own] = (await inbox()).items;
    expect(await inbox(other)).toMatchObject({ items: [], unreadCount: 0 });
    for (const caller of [callerFor(other), callerFor(ada, elsewhere)]) {
      expect(await markRead(env.deps, caller, { ids: [own?.id ?? ""] })).toEqual({ marked: 0, unreadCount: 0 });
      expect(await markRead(env.deps, caller, { all: true })).toEqual({ marked: 0, unreadCount: 0 });
    }
    expect(await inbox()).toMatchObject({ unreadCount: 1 });
  });

  test("marking counts what was unread, keeps the first instant and tells the reader's other pages", async () => {
    await write([message(), message(), message()]);
    const [one] = (await inbox()).items;
    expect(await markRead(env.deps, callerFor(ada), { ids: [one?.id ?? "", one?.id ?? ""] })).toEqual({ marked: 1, unreadCount: 2 });
    const readAt = (await inbox()).items.find(({ id }) => id === one?.id)?.readAt;
    env.advance(1000);
    expect(await markRead(env.deps, callerFor(ada), { all: true })).toEqual({ marked: 2, unreadCount: 0 });
    expect((await inbox()).items.find(({ id }) => id === one?.id)?.readAt).toBe(readAt);
    const changes = await env.sql("SELECT subject FROM change WHERE workspace_id = $1 AND topic = 'notification' AND kind = 'read'", [
      workspace.id,
    ]);
    expect(changes).toEqual([{ subject: ada.id }, { subject: ada.id }]);
  });

  test("marking takes ids or all, one of them", async () => {
    await expect(markRead(env.deps, callerFor(ada), {})).rejects.toMatchObject({ code: "invalid" });
    await expect(markRead(env.deps, callerFor(ada), { ids: [randomUUID()], all: true })).rejects.toMatchObject({ code: "invalid" });
    await expect(markRead(env.deps, callerFor(ada), { ids: Array.from({ length: 1001 }, () => randomUUID()) })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  test("unread ones are counted up to a thousand", async () => {
    await write([message({ recipients: [ada.id] })]);
    await env.sql(
      `INSERT INTO notification (id, workspace_id, user_id, kind, kind_group, title, body, link, subject_kind, subject_id)
       SELECT gen_random_uuid(), workspace_id, user_id, kind, kind_group, title, body, link, subject_kind, subject_id
       FROM notification, generate_series(1, 1000) WHERE workspace_id = $1`,
      [workspace.id],
    );
    expect((await inbox()).unreadCount).toBe(1000);
  });

  test("a service account has an empty inbox and nothing to choose", async () => {
    const account = { ...env.callerOf({ workspace }), actor: { ...env.callerOf().actor, kind: "service-account" as const } };
    expect(await listNotifications(env.deps, account, {})).toEqual({ items: [], nextCursor: null, unreadCount: 0 });
    expect(await markRead(env.deps, account, { all: true })).toEqual({ marked: 0, unreadCount: 0 });
    const email = { votes: false, mentions: false, outcomes: false, reminders: false, runs: false };
    expect(await getPreferences(env.deps, account, {})).toEqual({
      email,
      runs: { failed: false, ended: false, nan: false },
      isEmailConfigured: false,
    });
    await expect(setPreferences(env.deps, account, { email })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("e-mail", () => {
  const runs = { failed: true, ended: true, nan: true };
  const all = { votes: true, mentions: true, outcomes: true, reminders: true, runs: true };

  test("without a mail server nothing is queued", async () => {
    expect(await write([message()])).toEqual([]);
    expect(await mailsOf()).toEqual([]);
    expect(await getPreferences(env.deps, callerFor(ada), {})).toEqual({ email: all, runs, isEmailConfigured: false });
  });

  test("with one, each message that was written is, and the caller is given the task that sends it", async () => {
    const tasks = await write([message({ dedupeKey: "k" })], { deps: mailing });
    expect(tasks).toMatchObject([{ name: "notifications.deliver" }]);
    expect(await write([message({ dedupeKey: "k" })], { deps: mailing })).toEqual([]);
    expect(await mailsOf()).toEqual([{ kind: "approvals.vote-requested", state: "queued" }]);
  });

  test("who does not want a group by e-mail has it in the inbox alone", async () => {
    const chosen = { ...all, votes: false };
    expect(await setPreferences(mailing, callerFor(ada), { email: chosen })).toEqual({ email: chosen, runs, isEmailConfigured: true });
    expect(await getPreferences(mailing, callerFor(ada), {})).toMatchObject({ email: chosen });
    await write([message(), message({ kind: "approvals.decided", group: "outcomes" })], { deps: mailing });
    expect(await mailsOf()).toEqual([{ kind: "approvals.decided", state: "queued" }]);
    expect((await inbox()).items).toHaveLength(2);
    await setPreferences(mailing, callerFor(ada), { email: all });
    expect(await write([message()], { deps: mailing })).toHaveLength(1);
  });

  test("a choice holds in its workspace", async () => {
    const elsewhere = await env.createWorkspace();
    await env.addMember(elsewhere, ada, "viewer");
    await setPreferences(mailing, callerFor(ada), { email: { ...all, votes: false } });
    expect(await getPreferences(mailing, callerFor(ada, elsewhere), {})).toMatchObject({ email: all });
  });
});
