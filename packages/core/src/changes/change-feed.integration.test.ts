import type { Change } from "@plumbline/contracts/changes";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type ChangeFeed, openChangeFeed } from "./index.ts";

/** So that what arrives arrives because the feed was told. */
const hourMs = 3_600_000;
/** A transaction of any database of the server holds changes back until it ends, and the other tests have long ones. */
const patience = { timeout: 20_000 };

let env: TestEnvironment;
let feed: ChangeFeed;
beforeAll(async () => {
  env = await openTestEnvironment();
  feed = await openChangeFeed(env.db, env.deps.logger, { lookEveryMs: hourMs });
});
afterAll(async () => {
  await feed.close();
  await env.close();
});

const insert = "INSERT INTO change (workspace_id, topic, subject, kind) VALUES ($1, 'run', $2, 'create')";

async function listen(workspaceId: number, after?: string) {
  const seen: Change[] = [];
  let resets = 0;
  const onReset = () => {
    resets++;
  };
  const stop = await feed.subscribe({
    workspaceId,
    onChange: (change) => seen.push(change),
    onReset,
    ...(after === undefined ? {} : { after }),
  });
  return { seen, stop, subjects: () => seen.map((change) => change.subject), resets: () => resets };
}

test("a stream gets its own workspace's changes and nobody else's", async () => {
  const [mine, theirs] = [await env.createWorkspace(), await env.createWorkspace()];
  const stream = await listen(mine.id);
  await env.sql(insert, [theirs.id, "foreign"]);
  await env.sql(insert, [mine.id, "own"]);
  feed.hint();
  await vi.waitFor(() => expect(stream.subjects()).toEqual(["own"]), patience);
  stream.stop();
});

test("a change whose transaction began earlier and ended later is not skipped", async () => {
  const workspace = await env.createWorkspace();
  const stream = await listen(workspace.id);
  const quickIsWritten = Promise.withResolvers<void>();
  const slowHasWritten = Promise.withResolvers<void>();
  const slow = env.db.transaction({ role: "system" }, async (tx) => {
    await tx.execute(insert, [workspace.id, "slow"]);
    slowHasWritten.resolve();
    await quickIsWritten.promise;
  });
  await slowHasWritten.promise;
  await env.sql(insert, [workspace.id, "quick"]);
  feed.hint();
  quickIsWritten.resolve();
  await slow;
  feed.hint();
  await vi.waitFor(() => expect(stream.subjects()).toEqual(["slow", "quick"]), patience);
  stream.stop();
});

test("a stream resumes after the last event it saw, each once", async () => {
  const workspace = await env.createWorkspace();
  const first = await listen(workspace.id);
  for (const subject of ["a", "b", "c"]) await env.sql(insert, [workspace.id, subject]);
  feed.hint();
  await vi.waitFor(() => expect(first.subjects()).toEqual(["a", "b", "c"]), patience);
  first.stop();
  const resumed = await listen(workspace.id, first.seen[0]?.id);
  expect(resumed.subjects()).toEqual(["b", "c"]);
  await env.sql(insert, [workspace.id, "d"]);
  feed.hint();
  await vi.waitFor(() => expect(resumed.subjects()).toEqual(["b", "c", "d"]), patience);
  resumed.stop();
});

test("who missed more than is replayed is told to read anew", async () => {
  const workspace = await env.createWorkspace();
  const witness = await listen(workspace.id);
  await env.sql(
    "INSERT INTO change (workspace_id, topic, subject, kind) SELECT $1, 'run', n::text, 'create' FROM generate_series(1, 1002) n",
    [workspace.id],
  );
  feed.hint();
  await vi.waitFor(() => expect(witness.seen).toHaveLength(1002), patience);
  witness.stop();
  const stream = await listen(workspace.id, "1.0");
  expect(stream.resets()).toBe(1);
  expect(stream.seen).toEqual([]);
  stream.stop();
});

test("a NOTIFY of another process brings the change at once", async () => {
  const workspace = await env.createWorkspace();
  const stream = await listen(workspace.id);
  await env.sql(insert, [workspace.id, "elsewhere"]);
  await env.sql("SELECT pg_notify('plumbline_change', '')");
  await vi.waitFor(() => expect(stream.subjects()).toEqual(["elsewhere"]), patience);
  stream.stop();
});

test("who resumes after something that is no event id is told to read anew, and hears what comes", async () => {
  const workspace = await env.createWorkspace();
  const stream = await listen(workspace.id, "yesterday");
  expect(stream.resets()).toBe(1);
  await env.sql(insert, [workspace.id, "next"]);
  feed.hint();
  await vi.waitFor(() => expect(stream.subjects()).toEqual(["next"]), patience);
  stream.stop();
});

test.each(["9223372036854775806.1", "9999999999999999999.1"])(
  "who resumes after %s, which this database has not reached, is told to read anew, and hears what comes",
  async (after) => {
    const workspace = await env.createWorkspace();
    const stream = await listen(workspace.id, after);
    expect(stream.resets()).toBe(1);
    await env.sql(insert, [workspace.id, "next"]);
    feed.hint();
    await vi.waitFor(() => expect(stream.subjects()).toEqual(["next"]), patience);
    stream.stop();
  },
);

test("who is told nothing looks by itself", async () => {
  const workspace = await env.createWorkspace();
  const patient = await openChangeFeed(env.db, env.deps.logger, { lookEveryMs: 10 });
  const seen: string[] = [];
  await patient.subscribe({ workspaceId: workspace.id, onChange: (change) => seen.push(change.subject), onReset: () => undefined });
  await env.sql(insert, [workspace.id, "unannounced"]);
  await vi.waitFor(() => expect(seen).toEqual(["unannounced"]), patience);
  await patient.close();
});
