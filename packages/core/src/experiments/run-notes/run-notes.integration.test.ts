import { runCommentsMax, runNoteMax, runNoteVersionsMax } from "@plumbline/contracts/experiments/run-note";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../../kernel/index.ts";
import { listNotifications } from "../../notifications/index.ts";
import {
  addRunComment,
  createRun,
  deleteRun,
  deleteRunComment,
  deleteRunTag,
  editRunComment,
  getRun,
  getRunNote,
  listRunComments,
  listRunNoteVersions,
  logBatch,
  setRunNote,
} from "../index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let ada: Caller;
let ben: Caller;
let viewer: Caller;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  const callerOf = async (role: "viewer" | "contributor") => {
    const user = await env.createUser();
    await env.addMember(workspace, user, role);
    return env.callerOf({ workspace, user, role });
  };
  [ada, ben, viewer] = [await callerOf("contributor"), await callerOf("contributor"), await callerOf("viewer")];
});
afterAll(() => env.close());

const tag = "mlflow.note.content";
const newRun = async (caller = ada) => (await createRun(env.deps, caller, { experimentId: "0", name: "steady-otter" })).runId;
const note = (runId: string) => getRunNote(env.deps, viewer, { runId });
const writeAs = (caller: Caller) => (runId: string, text: string, basedOn: number) =>
  setRunNote(env.deps, caller, { runId, text, basedOn });
const write = (runId: string, text: string, basedOn: number) => writeAs(ada)(runId, text, basedOn);
const log = (runId: string, value: string) => logBatch(env.deps, ada, { runId, tags: [{ key: tag, value }] });
const versions = async (runId: string) => (await listRunNoteVersions(env.deps, viewer, { runId, limit: 1000 })).items;

describe("a note", () => {
  test("is the tag that clients know, with who wrote it and when", async () => {
    const runId = await newRun();
    expect(await note(runId)).toEqual({ version: 0, text: "", author: null, at: null });
    const written = await write(runId, "# Held above 0.865", 0);
    expect(written).toMatchObject({ version: 1, text: "# Held above 0.865", author: { id: ada.actor.id } });
    expect((await getRun(env.deps, viewer, { runId })).tags).toContainEqual({ key: tag, value: "# Held above 0.865" });
    expect(await note(runId)).toEqual(written);
  });

  test("keeps what it said before, whoever changed it over whichever surface", async () => {
    const runId = await newRun();
    await log(runId, "from the script");
    expect(await note(runId)).toMatchObject({ version: 1, text: "from the script", author: null });
    await write(runId, "by Ada", 1);
    await log(runId, "from the script again");
    await writeAs(ben)(runId, "by Ben", 3);
    expect((await versions(runId)).map(({ version, text, author }) => [version, text, author?.id ?? null])).toEqual([
      [4, "by Ben", ben.actor.id],
      [3, "from the script again", null],
      [2, "by Ada", ada.actor.id],
      [1, "from the script", null],
    ]);
    const first = await listRunNoteVersions(env.deps, viewer, { runId, limit: 3 });
    const rest = await listRunNoteVersions(env.deps, viewer, { runId, limit: 3, cursor: first.nextCursor ?? "" });
    expect(rest).toMatchObject({ items: [{ version: 1 }], nextCursor: null });
  });

  test("that a script logs again and again is one version, and writing the same is none", async () => {
    const runId = await newRun();
    for (const step of ["1", "2", "3"]) await log(runId, `step ${step}`);
    await log(runId, "step 3");
    expect(await versions(runId)).toMatchObject([{ version: 1, text: "step 3" }]);
    await write(runId, "mine", 1);
    await write(runId, "mine", 2);
    expect(await versions(runId)).toHaveLength(2);
  });

  test("is not written over what somebody else wrote meanwhile", async () => {
    const runId = await newRun();
    const answers = await Promise.allSettled([write(runId, "one", 0), writeAs(ben)(runId, "two", 0)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(write(runId, "three", 0)).rejects.toMatchObject({ code: "conflict", params: { reason: "note-changed", version: 1 } });
  });

  test("whose tag was removed is empty; its history stays", async () => {
    const runId = await newRun();
    await write(runId, "gone soon", 0);
    await deleteRunTag(env.deps, ada, { runId, key: tag });
    expect(await note(runId)).toMatchObject({ version: 1, text: "" });
    await write(runId, "back", 1);
    expect((await versions(runId)).map(({ text }) => text)).toEqual(["back", "gone soon"]);
  });

  test("has at most as many characters as its tag, and as many versions as are kept", async () => {
    const runId = await newRun();
    await write(runId, "x".repeat(runNoteMax), 0);
    await expect(write(runId, "x".repeat(runNoteMax + 1), 1)).rejects.toMatchObject({ code: "invalid" });
    await expect(write(runId, "half \ud800", 1)).rejects.toMatchObject({ code: "invalid" });
    await env.sql("UPDATE run_note_version v SET version = $2 FROM run r WHERE r.key = v.run_key AND r.run_id = $1", [
      runId,
      runNoteVersionsMax,
    ]);
    await write(runId, "the last but one", runNoteVersionsMax);
    expect(await versions(runId)).toHaveLength(2);
    await env.sql("UPDATE run_note_version v SET version = 1 FROM run r WHERE r.key = v.run_key AND r.run_id = $1 AND v.version = $2", [
      runId,
      runNoteVersionsMax,
    ]);
    await write(runId, "the last", runNoteVersionsMax + 1);
    expect((await versions(runId)).map(({ version }) => version)).toEqual([runNoteVersionsMax + 2, runNoteVersionsMax + 1]);
  });

  test("of a deleted run is read, not written", async () => {
    const runId = await newRun();
    await write(runId, "kept", 0);
    await deleteRun(env.deps, ada, { runId });
    expect(await note(runId)).toMatchObject({ text: "kept" });
    await expect(write(runId, "new", 1)).rejects.toMatchObject({ code: "invalid" });
  });
});

const comment = (runId: string, body: string, { caller = ada, mentions = [] as string[] } = {}) =>
  addRunComment(env.deps, caller, { runId, body, mentions });
const inbox = async (caller: Caller, runId: string) =>
  (await listNotifications(env.deps, caller, { limit: 100 })).items.filter(({ subject }) => subject.id === runId);

describe("comments", () => {
  test("are listed newest first, in pages", async () => {
    const runId = await newRun();
    for (const body of ["a", "b", "c"]) await comment(runId, body);
    const first = await listRunComments(env.deps, viewer, { runId, limit: 2 });
    expect(first.items.map(({ body, isOwn }) => [body, isOwn])).toEqual([
      ["c", false],
      ["b", false],
    ]);
    const rest = await listRunComments(env.deps, ada, { runId, limit: 2, cursor: first.nextCursor ?? "" });
    expect(rest).toMatchObject({ items: [{ body: "a", isOwn: true }], nextCursor: null });
  });

  test("tell whoever is mentioned, made the run or commented before, each once and nobody of their own", async () => {
    const runId = await newRun(ada);
    await comment(runId, "Look", { caller: ben, mentions: [viewer.actor.id, viewer.actor.id] });
    expect((await inbox(viewer, runId)).map(({ kind }) => kind)).toEqual(["experiments.mentioned"]);
    expect((await inbox(ada, runId)).map(({ kind }) => kind)).toEqual(["experiments.commented"]);
    expect(await inbox(ben, runId)).toEqual([]);
    await comment(runId, "I did", { caller: ada });
    expect((await inbox(ben, runId)).map(({ kind, link }) => [kind, link])).toEqual([
      ["experiments.commented", `/w/${workspace.name}/runs/${runId}#discussion`],
    ]);
    expect(await inbox(ada, runId)).toHaveLength(1);
  });

  test("are changed and deleted by their author alone; an edit tells those who are newly mentioned", async () => {
    const runId = await newRun();
    const { commentId } = await comment(runId, "Look @x", { mentions: [ben.actor.id] });
    const edit = (caller: Caller, mentions: string[]) =>
      editRunComment(env.deps, caller, { runId, commentId, body: "Look again", mentions });
    await expect(edit(ben, [])).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteRunComment(env.deps, ben, { runId, commentId })).rejects.toMatchObject({ code: "forbidden" });
    expect(await edit(ada, [ben.actor.id, viewer.actor.id])).toMatchObject({ body: "Look again", editedAt: expect.any(String) });
    expect(await inbox(ben, runId)).toHaveLength(1);
    expect(await inbox(viewer, runId)).toHaveLength(1);
    await deleteRunComment(env.deps, ada, { runId, commentId });
    expect((await listRunComments(env.deps, ada, { runId, limit: 10 })).items).toEqual([]);
    await expect(edit(ada, [])).rejects.toMatchObject({ code: "not-found" });
  });

  test("mention members alone", async () => {
    const runId = await newRun();
    const stranger = await env.createUser();
    await expect(comment(runId, "Hi", { mentions: [stranger.id] })).rejects.toMatchObject({ code: "not-found" });
    await expect(comment(runId, "Hi", { caller: viewer })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("are bounded for each run", async () => {
    const runId = await newRun();
    await env.sql(
      `INSERT INTO run_comment (id, workspace_id, run_key, author_id, body, mentions, at)
       SELECT gen_random_uuid(), r.workspace_id, r.key, 'x', 'x', '{}', now() FROM run r, generate_series(2, $2) WHERE r.run_id = $1`,
      [runId, runCommentsMax],
    );
    await comment(runId, "the last");
    await expect(comment(runId, "one more")).rejects.toMatchObject({ code: "conflict", params: { reason: "comments-max" } });
  });
});
