import { Readable } from "node:stream";
import type { TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caller, reconcileTasks, runTask } from "../kernel/index.ts";
import { createModel, deleteVersion, registerVersion } from "../registry/index.ts";
import { cancelProduction, getEvidence, listEvidence, listProductions, resumeProductions } from "./index.ts";
import { openTestEvidence, type TestEvidence, type TestVersion } from "./open-test-evidence.ts";
import { runProduction } from "./run-production.ts";

let it: TestEvidence;
let workspace: TestWorkspace;
let caller: Caller;
beforeAll(async () => {
  it = await openTestEvidence();
  workspace = await it.env.createWorkspace();
  caller = await it.newCaller(workspace);
});
afterAll(() => it.env.close());

const refused = (reason: string) => expect.objectContaining({ params: expect.objectContaining({ reason }) });
const evidenceOf = async ({ model, version }: TestVersion, by = caller) => (await listEvidence(it.deps, by, { model, version })).items;
const productionsOf = async ({ model, version }: TestVersion) => (await listProductions(it.deps, caller, { model, version })).items;
const taskOf = async (productionId: string): Promise<string> => {
  const [row] = await it.env.sql<{ id: string }>("SELECT id FROM task WHERE payload->>'productionId' = $1", [productionId]);
  return row?.id ?? "";
};

// cos\nsystem\n(S'true'\ntR. : loading it would run a program.
const evil = "cos\nsystem\n(S'true'\ntR.";

describe("a security scan", () => {
  test("is made of every version with bytes as soon as it is registered, by the platform", async () => {
    const made = await it.register(caller, { files: { MLmodel: "flavors: {}\n", "model.pkl": evil } });
    const [queued] = await productionsOf(made);
    expect(queued).toMatchObject({
      kind: "security_scan",
      state: "queued",
      progress: 0,
      requestedBy: { id: "system", name: "Plumbline" },
      message: "Waiting for the worker",
      evidenceId: null,
    });
    await it.work();
    const [production] = await productionsOf(made);
    const [evidence] = await evidenceOf(made);
    expect(production).toMatchObject({ state: "succeeded", progress: 1, evidenceId: evidence?.id });
    expect(evidence).toMatchObject({
      kind: "security_scan",
      verdict: "fail",
      subjectDigest: made.digest,
      values: { files: 2, dangerous: 1, suspicious: 0, dangerous_imports: 1 },
      producer: { kind: "platform", name: "Plumbline" },
      summary: "2 files: 1 dangerous, 1 clean.",
      inputs: [{ kind: "manifest", digest: made.digest }],
      report: { files: [{ path: "model.pkl", verdict: "dangerous" }, { path: "MLmodel" }], omitted: { files: 0 } },
    });
  });

  test("of other bytes under the same name is a scan of its own; the same bytes elsewhere are known already", async () => {
    const files = { MLmodel: "flavors: {sklearn: {}}\n" };
    const first = await it.register(caller, { files });
    await it.work();
    const [evidence] = await evidenceOf(first);
    const copy = await it.register(caller, { files });
    expect(copy.digest).toBe(first.digest);
    expect(await productionsOf(copy)).toEqual([]);
    expect(await evidenceOf(copy)).toEqual([evidence]);
    const other = await it.register(caller, { model: first.model, files: { MLmodel: "flavors: {xgboost: {}}\n" } });
    expect(await productionsOf(other)).toHaveLength(1);
  });

  test("of a version without bytes is neither begun nor possible", async () => {
    const { name: model } = await createModel(it.deps, caller, { name: "elsewhere" });
    await registerVersion(it.deps, caller, { model, source: "s3://bucket/model" });
    expect(await productionsOf({ model, version: 1 })).toEqual([]);
    await expect(it.ask(caller, { model, version: 1 }, { kind: "security_scan" })).rejects.toEqual(refused("no-digest"));
  });

  test("says nothing about bytes that are not those of the manifest", async () => {
    const made = await it.register(caller, { files: { "weights.bin": "as registered" } });
    const [file] = await it.env.sql<{ storage_key: string }>(
      "SELECT b.storage_key FROM model_version_file f JOIN blob b ON b.id = f.blob_id WHERE encode(f.digest, 'hex') = encode(sha256('as registered'), 'hex')",
    );
    await it.deps.storage.put(
      file?.storage_key ?? "",
      (async function* () {
        yield Buffer.from("as attacked !");
      })(),
    );
    await it.work();
    const [production] = await productionsOf(made);
    expect(production).toMatchObject({ state: "failed", evidenceId: null });
    expect(production?.message).toContain('The stored bytes of "weights.bin" are not those');
    expect(await evidenceOf(made)).toEqual([]);
  });
});

describe("asking", () => {
  test("a second one for the same is answered with the first, at once or after, and one of another kind is its own", async () => {
    const made = await it.register(caller);
    const [automatic] = await productionsOf(made);
    const asked = await Promise.all([1, 2, 3].map(() => it.ask(caller, made, { kind: "security_scan" })));
    expect(asked.map(({ id }) => id)).toEqual([automatic?.id, automatic?.id, automatic?.id]);
    await it.work();
    const again = await it.ask(caller, made, { kind: "security_scan" });
    expect(again).toMatchObject({ state: "queued", requestedBy: { id: caller.actor.id } });
    expect(again.id).not.toBe(automatic?.id);
    await it.work();
    expect(await evidenceOf(made)).toHaveLength(2);
  });

  test("two at once for a version make one production", async () => {
    const made = await it.register(caller);
    await it.work();
    const asked = await Promise.all(Array.from({ length: 6 }, () => it.ask(caller, made, { kind: "security_scan" })));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    await it.work();
    expect(await evidenceOf(made)).toHaveLength(2);
  });

  test("a requirement's id goes into the values, where its clause looks for it", async () => {
    const made = await it.register(caller);
    await it.work();
    await it.make(caller, made, { kind: "security_scan", id: "before-release" });
    expect((await evidenceOf(made)).map(({ values }) => values.id)).toEqual(["before-release", undefined]);
  });

  test("is for those who may write evidence, in a workspace of their own", async () => {
    const made = await it.register(caller);
    const viewer = await it.newCaller(workspace, "viewer");
    await expect(it.ask(viewer, made, { kind: "security_scan" })).rejects.toMatchObject({ code: "forbidden" });
    const stranger = await it.newCaller(await it.env.createWorkspace());
    await expect(it.ask(stranger, made, { kind: "security_scan" })).rejects.toMatchObject({ code: "not-found" });
    const [production] = await productionsOf(made);
    await expect(cancelProduction(it.deps, stranger, { productionId: production?.id ?? "" })).rejects.toMatchObject({ code: "not-found" });
    await it.work();
    const [evidence] = await evidenceOf(made);
    await expect(getEvidence(it.deps, stranger, { evidenceId: evidence?.id ?? "" })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a worker", () => {
  test("that is given a production twice makes one piece of evidence", async () => {
    const made = await it.register(caller);
    const [production] = await productionsOf(made);
    const context = { deps: it.deps, taskId: "t", workspaceId: workspace.id, signal: AbortSignal.timeout(60_000) };
    await Promise.all([1, 2, 3].map(() => runProduction(context, { productionId: production?.id ?? "" })));
    await runProduction(context, { productionId: production?.id ?? "" });
    expect(await evidenceOf(made)).toHaveLength(1);
    expect((await productionsOf(made))[0]).toMatchObject({ state: "succeeded" });
    await it.work();
    expect(await evidenceOf(made)).toHaveLength(1);
  });

  test("that dies in the middle is replaced, and the next one begins again", async () => {
    const made = await it.register(caller);
    const [production] = await productionsOf(made);
    it.queued.length = 0;
    const task = await taskOf(production?.id ?? "");
    // As a worker leaves it that was killed a minute ago.
    await it.env.sql("UPDATE task SET state = 'running', attempt = 1, heartbeat_at = now() - interval '1 minute' WHERE id = $1", [task]);
    await it.env.sql("UPDATE evidence_production SET state = 'running', starts = 1, progress = 0.4 WHERE id = $1", [production?.id]);
    expect(await runTask(it.deps, it.tasks, task)).toBe("dropped");
    await reconcileTasks(it.deps);
    expect(it.queued).toContain(task);
    await it.work();
    expect((await productionsOf(made))[0]).toMatchObject({ state: "succeeded", progress: 1 });
    expect(await evidenceOf(made)).toHaveLength(1);
  });

  test("that never heard of it, its task having ended without it, is told of it again, once", async () => {
    const made = await it.register(caller);
    const [production] = await productionsOf(made);
    await it.env.sql("UPDATE task SET state = 'failed', finished_at = now(), dedupe_key = NULL WHERE id = $1", [
      await taskOf(production?.id ?? ""),
    ]);
    await it.work();
    await it.comeRound(resumeProductions);
    expect((await productionsOf(made))[0]?.state).toBe("queued");
    it.env.advance(10 * 60_000 + 1);
    await it.comeRound(resumeProductions);
    expect((await productionsOf(made))[0]?.state).toBe("succeeded");
    expect(await it.env.sql("SELECT 1 FROM task WHERE payload->>'productionId' = $1", [production?.id])).toHaveLength(2);
    await it.comeRound(resumeProductions);
    expect(await evidenceOf(made)).toHaveLength(1);
  });

  test("is not tried for ever: what ended three of them fails and says so", async () => {
    const made = await it.register(caller);
    const [production] = await productionsOf(made);
    await it.env.sql("UPDATE evidence_production SET state = 'running', starts = 3 WHERE id = $1", [production?.id]);
    await it.work();
    expect((await productionsOf(made))[0]).toMatchObject({
      state: "failed",
      message: "The worker ended 3 times while it made this, so it is not tried again.",
    });
    expect(await evidenceOf(made)).toEqual([]);
  });

  test("whose storage does not answer tries again, and says at last why it gave up", async () => {
    const made = await it.register(caller);
    const [production] = await productionsOf(made);
    const id = await taskOf(production?.id ?? "");
    const broken = { ...it.deps, storage: { ...it.deps.storage, get: () => Promise.reject(new Error("no route to the storage")) } };
    expect(await runTask(broken, it.tasks, id)).toBe("retry");
    expect((await productionsOf(made))[0]).toMatchObject({ state: "running" });
    expect(await runTask(broken, it.tasks, id)).toBe("retry");
    expect(await runTask(broken, it.tasks, id)).toBe("finished");
    const failed = await it.look(caller, made, production?.id ?? "");
    expect(failed.state).toBe("failed");
    expect(failed.message).not.toBe("");
    expect(failed.finishedAt).not.toBeNull();
  });

  test("finds nothing to do where the version was removed", async () => {
    const made = await it.register(caller);
    await deleteVersion(it.deps, caller, { model: made.model, version: made.version });
    await it.work();
    const rows = await it.env.sql("SELECT state, message FROM evidence_production ORDER BY requested_at DESC, id DESC LIMIT 1");
    expect(rows).toEqual([{ state: "failed", message: "The version was removed." }]);
  });
});

describe("stopping", () => {
  test("one that waits: the worker does nothing, and the kind can be asked for again", async () => {
    const made = await it.register(caller);
    const [production] = await productionsOf(made);
    await cancelProduction(it.deps, caller, { productionId: production?.id ?? "" });
    await it.work();
    expect((await productionsOf(made))[0]).toMatchObject({ state: "cancelled", message: "Stopped", evidenceId: null });
    expect(await evidenceOf(made)).toEqual([]);
    await expect(cancelProduction(it.deps, caller, { productionId: production?.id ?? "" })).rejects.toEqual(refused("production-ended"));
    expect((await it.make(caller, made, { kind: "security_scan" })).state).toBe("succeeded");
  });

  test("one that runs: the work is broken off and no evidence is written", async () => {
    const made = await it.register(caller, { files: { "weights.bin": Buffer.alloc(4096, 7) } });
    const [production] = await productionsOf(made);
    const id = await taskOf(production?.id ?? "");
    let begun = (): void => undefined;
    const isReading = new Promise<void>((resolve) => {
      begun = resolve;
    });
    // A storage that never ends: only stopping does.
    const endless = async function* () {
      begun();
      while (true) yield await new Promise<Buffer>((resolve) => setImmediate(() => resolve(Buffer.alloc(1024))));
    };
    const slow = { ...it.deps, storage: { ...it.deps.storage, get: async () => Readable.from(endless()) } };
    const running = runTask(slow, it.tasks, id);
    await isReading;
    await cancelProduction(it.deps, caller, { productionId: production?.id ?? "" });
    expect(await running).toBe("finished");
    expect((await productionsOf(made))[0]).toMatchObject({ state: "cancelled" });
    expect(await evidenceOf(made)).toEqual([]);
  });
});

describe("what is left behind", () => {
  test("an audit event of the platform, and change rows from the queue to the end", async () => {
    const made = await it.register(caller);
    const [production] = await productionsOf(made);
    await it.work();
    const [evidence] = await evidenceOf(made);
    const events = await it.env.sql<{ body: string }>(
      "SELECT body FROM audit_event WHERE action = 'evidence.evidence.produce' AND subject_id = $1",
      [`${made.model}/${made.version}`],
    );
    expect(events.map(({ body }) => JSON.parse(body))).toMatchObject([
      {
        actor: { kind: "system" },
        after: { evidence: evidence?.id, digest: evidence?.digest, production: production?.id, requestedBy: "system" },
      },
    ]);
    const changes = await it.env.sql<{ topic: string; kind: string; subject: string; data: object }>(
      "SELECT topic, kind, subject, data FROM change WHERE topic IN ('evidence', 'evidence-production') AND data->>'version' = $1 ORDER BY id",
      [`${made.model}/${made.version}`],
    );
    // How often a running one tells of itself depends on the time that it takes.
    expect([...new Set(changes.map(({ topic, kind }) => `${topic} ${kind}`))]).toEqual([
      "evidence-production queued",
      "evidence-production running",
      "evidence add",
      "evidence-production succeeded",
    ]);
    expect(changes.at(-1)).toMatchObject({ data: { production: production?.id, evidence: "security_scan", progress: 1 } });
    const [{ ref } = { ref: "" }] = await it.env.sql<{ ref: string }>("SELECT subject_ref AS ref FROM evidence WHERE id = $1", [
      evidence?.id,
    ]);
    expect(changes.every(({ subject }) => subject === ref)).toBe(true);
  });
});
