import { createHash, randomBytes, verify } from "node:crypto";
import { Readable } from "node:stream";
import { openDatabase } from "@plumbline/db";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { writeArtifact } from "../../artifacts/index.ts";
import { type Caller, type Deps, runTask, type TaskDefinition } from "../../kernel/index.ts";
import {
  createModel,
  deleteVersion,
  getModelSignatureBundle,
  getVersion,
  listSigningKeys,
  registerVersion,
  renameModel,
  renewSigningKey,
  rotateSigningKey,
  signVersion,
} from "../index.ts";
import { preAuthentication } from "./bundle.ts";

let env: TestEnvironment;
let caller: Caller;
let sequence = 0;
beforeAll(async () => {
  env = await openTestEnvironment();
});
beforeEach(async () => {
  await env.sql("DELETE FROM signing_key");
  await env.sql("DELETE FROM task");
  caller = await newCaller();
});
afterAll(() => env.close());

async function newCaller(): Promise<Caller> {
  const workspace = await env.createWorkspace();
  const user = await env.createUser();
  await env.addMember(workspace, user, "admin");
  return env.callerOf({ workspace, user });
}

/** A version of a new model, with these files. */
async function registered(files: Record<string, string> = { MLmodel: "flavors: {}\n", "data/model.pkl": "bytes" }) {
  const root = `0/signing-${++sequence}`;
  for (const [path, text] of Object.entries(files)) {
    await writeArtifact(env.deps, caller, { path: `${root}/${path}`, source: Readable.from([Buffer.from(text)]) });
  }
  const { name: model } = await createModel(env.deps, caller, { name: `model ${sequence}` });
  await registerVersion(env.deps, caller, { model, source: `mlflow-artifacts:/${root}` });
  return { model, version: 1 };
}

const taskIds = async () =>
  (await env.sql<{ id: string }>("SELECT id FROM task WHERE name = 'registry.sign-version' AND state = 'queued'")).map(({ id }) => id);
const definitions = new Map<string, TaskDefinition>([[signVersion.name, signVersion as unknown as TaskDefinition]]);
async function runQueued(deps: Deps = env.deps): Promise<string[]> {
  return Promise.all((await taskIds()).map((id) => runTask(deps, definitions, id)));
}
const renew = async (deps: Deps) =>
  (await renewSigningKey.handler())({ deps, taskId: "t", workspaceId: null, signal: new AbortController().signal }, {});

function statementIn(bundle: string) {
  const { dsseEnvelope } = JSON.parse(bundle) as { dsseEnvelope: { payload: string; signatures: [{ sig: string }] } };
  const payload = Buffer.from(dsseEnvelope.payload, "base64");
  return { payload, signature: Buffer.from(dsseEnvelope.signatures[0].sig, "base64") };
}
const isGood = ({ bundle, publicKeyPem }: { bundle: string; publicKeyPem: string }): boolean => {
  const { payload, signature } = statementIn(bundle);
  return verify("sha256", preAuthentication(payload), publicKeyPem, signature);
};
const signed = (model: string) =>
  env.sql<{ actor_id: string; body: string }>(
    "SELECT actor_id, body FROM audit_event WHERE action = 'registry.version.sign' AND subject_id = $1 AND workspace_id = $2",
    [`${model}/1`, caller.workspace?.id],
  );

describe("a version", () => {
  test("is signed once by the task that its registration asks for", async () => {
    const name = await registered();
    expect(await getVersion(env.deps, caller, name)).toMatchObject({ isSigned: false });
    const [id = ""] = await taskIds();
    expect(await runQueued()).toEqual(["finished"]);
    const { isSigned, digest } = await getVersion(env.deps, caller, name);
    expect(isSigned).toBe(true);
    const made = await getModelSignatureBundle(env.deps, caller, name);
    expect(isGood(made)).toBe(true);
    expect(JSON.parse(statementIn(made.bundle).payload.toString())).toMatchObject({
      subject: [{ name: `${name.model}/1` }],
      predicate: {
        resources: [{ name: "MLmodel" }, { name: "data/model.pkl", digest: createHash("sha256").update("bytes").digest("hex") }],
      },
    });
    await env.sql("UPDATE task SET state = 'queued' WHERE id = $1", [id]);
    expect(await runQueued()).toEqual(["finished"]);
    expect(await getModelSignatureBundle(env.deps, caller, name)).toEqual(made);
    const events = await signed(name.model);
    expect(events).toHaveLength(1);
    const [key] = (await listSigningKeys(env.deps, caller, {})).items;
    expect(JSON.parse(events[0]?.body ?? "")).toMatchObject({ actor: { kind: "system" }, after: { digest, key: key?.fingerprint } });
    expect(
      await env.sql("SELECT kind FROM change WHERE workspace_id = $1 AND topic = 'model-version' AND subject = $2 ORDER BY id", [
        caller.workspace?.id,
        `${name.model}/1`,
      ]),
    ).toEqual([{ kind: "register" }, { kind: "sign" }]);
  });

  test("is signed for whoever asks before the task has run, once though many ask", async () => {
    const name = await registered();
    const answers = await Promise.all([1, 2, 3, 4].map(() => getModelSignatureBundle(env.deps, caller, name)));
    expect(new Set(answers.map(({ bundle }) => bundle)).size).toBe(1);
    await runQueued();
    expect((await getModelSignatureBundle(env.deps, caller, name)).bundle).toBe(answers[0]?.bundle);
    expect(await signed(name.model)).toHaveLength(1);
  });

  test("keeps the name that it was signed under", async () => {
    const name = await registered();
    const { bundle } = await getModelSignatureBundle(env.deps, caller, name);
    await renameModel(env.deps, caller, { model: name.model, name: `${name.model} renamed` });
    const again = await getModelSignatureBundle(env.deps, caller, { ...name, model: `${name.model} renamed` });
    expect(again.bundle).toBe(bundle);
    expect(JSON.parse(statementIn(again.bundle).payload.toString())).toMatchObject({ subject: [{ name: `${name.model}/1` }] });
  });

  test("without bytes has none, and no task asks for one", async () => {
    const before = (await taskIds()).length;
    const { name: model } = await createModel(env.deps, caller, { name: "elsewhere" });
    await registerVersion(env.deps, caller, { model, source: "s3://bucket/model" });
    expect(await taskIds()).toHaveLength(before);
    await expect(getModelSignatureBundle(env.deps, caller, { model, version: 1 })).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringMatching(/^Version elsewhere\/1 has no signature: no bytes/),
      params: { reason: "version-unsigned" },
    });
  });

  test("that holds only what no checker looks at has none", async () => {
    const name = await registered({ ".gitattributes": "x" });
    await expect(getModelSignatureBundle(env.deps, caller, name)).rejects.toMatchObject({ params: { reason: "version-unsigned" } });
    expect(await runQueued()).toEqual(["finished"]);
    expect(await getVersion(env.deps, caller, name)).toMatchObject({ isSigned: false });
  });

  test("that is gone before the task runs is left alone", async () => {
    const name = await registered();
    await deleteVersion(env.deps, caller, name);
    expect(await runQueued()).toEqual(["finished"]);
    expect(await signed(name.model)).toEqual([]);
    await expect(getModelSignatureBundle(env.deps, caller, name)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("the key", () => {
  const rows = () =>
    env.sql<{ id: string; public_pem: string; sealed_private: Buffer; retired_at: Date | null }>(
      "SELECT id, public_pem, sealed_private, retired_at FROM signing_key ORDER BY created_at, id",
    );

  test("is made once when processes need it at the same time, and is sealed", async () => {
    const name = await registered();
    const others = [1, 2, 3].map(() => openDatabase({ appUrl: env.urls.app, systemUrl: env.urls.system }));
    const processes = [env.deps, ...others.map((db) => ({ ...env.deps, db }))];
    await Promise.all(processes.map((deps) => getModelSignatureBundle(deps, caller, name)));
    await Promise.all(others.map((db) => db.close()));
    const made = await rows();
    expect(made).toHaveLength(1);
    expect(made[0]?.public_pem).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
    expect(made[0]?.sealed_private.toString()).toMatch(/^v1\.[0-9a-f]{16}\./);
    expect(
      await env.sql("SELECT 1 FROM audit_event WHERE action = 'registry.signing-key.create' AND subject_id = $1", [made[0]?.id]),
    ).toHaveLength(1);
  });

  test("changes; what was signed before stays as it is, and the old private part is gone", async () => {
    const [first, second] = [await registered(), await registered()];
    const before = await getModelSignatureBundle(env.deps, caller, first);
    env.advance(1000);
    const { fingerprint } = await rotateSigningKey(env.deps);
    const after = await getModelSignatureBundle(env.deps, caller, second);
    expect(await getModelSignatureBundle(env.deps, caller, first)).toEqual(before);
    expect([isGood(before), isGood(after)]).toEqual([true, true]);
    expect(isGood({ bundle: before.bundle, publicKeyPem: after.publicKeyPem })).toBe(false);
    const { items } = await listSigningKeys(env.deps, caller, {});
    expect(items).toEqual([
      expect.objectContaining({ algorithm: "ecdsa-p256-sha256", publicKeyPem: after.publicKeyPem, fingerprint, retiredAt: null }),
      expect.objectContaining({ publicKeyPem: before.publicKeyPem, retiredAt: items[0]?.createdAt }),
    ]);
    expect((await rows()).map(({ sealed_private }) => sealed_private.length > 0)).toEqual([false, true]);
    expect(await env.sql("SELECT workspace_id FROM audit_event WHERE action = 'registry.signing-key.rotate'")).toEqual([
      { workspace_id: null },
    ]);
  });

  test("that two change at the same time is one at the end", async () => {
    await Promise.all([rotateSigningKey(env.deps), rotateSigningKey(env.deps)]);
    expect((await rows()).map(({ retired_at }) => retired_at === null).sort()).toEqual([false, true]);
  });

  test("is wrapped anew within the hour when the installation's key changes", async () => {
    const [first, second] = [await registered(), await registered()];
    const { publicKeyPem } = await getModelSignatureBundle(env.deps, caller, first);
    const current = randomBytes(32);
    await renew({ ...env.deps, secretKeys: { current, previous: env.deps.secretKeys.current } });
    const changed = { ...env.deps, secretKeys: { current } };
    expect(await getModelSignatureBundle(changed, caller, second)).toMatchObject({ publicKeyPem });
    const [{ sealed_private: sealed } = { sealed_private: Buffer.alloc(0) }] = await rows();
    await renew(changed);
    expect((await rows())[0]?.sealed_private).toEqual(sealed);
  });

  test("that cannot be opened says what to do, and a new one takes its place", async () => {
    const [first, second] = [await registered(), await registered()];
    await getModelSignatureBundle(env.deps, caller, first);
    const deps = { ...env.deps, secretKeys: { current: randomBytes(32) } };
    await expect(getModelSignatureBundle(deps, caller, second)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/SECRETS_KEY_PREVIOUS.*plumb keys rotate/),
    });
    await rotateSigningKey(deps);
    expect(isGood(await getModelSignatureBundle(deps, caller, second))).toBe(true);
  });

  test("is closed to the role that serves requests", async () => {
    const scope = { role: "app", workspaceId: caller.workspace?.id ?? 0, actorId: caller.actor.id } as const;
    await expect(env.db.transaction(scope, (tx) => tx.rows("SELECT 1 FROM signing_key"))).rejects.toThrow("permission denied");
  });
});
