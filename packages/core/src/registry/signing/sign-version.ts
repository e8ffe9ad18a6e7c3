import { z } from "zod";
import { type Ctx, type Deps, defineTask, recordAct, workspaceOf } from "../../kernel/index.ts";
import { systemContext } from "../../workspaces/index.ts";
import { versionId } from "../held-model.ts";
import { listFiles } from "../store/version-files.ts";
import { findVersionByKey, type VersionKey } from "../store/versions.ts";
import { fingerprintOf, type SigningKey, signBundle, signedFiles } from "./bundle.ts";
import { presentKey } from "./keys.ts";
import { findSignature, insertSignature, type StoredSignature } from "./store.ts";

/** Signs a version once it is registered. */
export const signVersion = defineTask({
  name: "registry.sign-version",
  payload: z.object({ modelKey: z.int(), version: z.int() }),
  attempts: 5,
  timeoutMs: 60_000,
  handler:
    async () =>
    async ({ deps, workspaceId }, of) => {
      if (workspaceId !== null) await signatureOf(deps, workspaceId, of);
    },
});

/** The one signature of a version, made by the platform where there is none yet; undefined where there is nothing to sign. */
export async function signatureOf(deps: Deps, workspaceId: number, of: VersionKey): Promise<StoredSignature | undefined> {
  const found = await systemContext(deps, workspaceId, (ctx) => findSignature(ctx.tx, workspaceId, of));
  if (found) return found;
  const key = await presentKey(deps);
  return systemContext(deps, workspaceId, (ctx) => sign(ctx, of, key));
}

async function sign(ctx: Ctx, of: VersionKey, key: SigningKey): Promise<StoredSignature | undefined> {
  const { id: workspaceId } = workspaceOf(ctx);
  const row = await findVersionByKey(ctx.tx, workspaceId, of);
  const files = row ? await listFiles(ctx.tx, workspaceId, of) : [];
  if (!row || signedFiles(files).length === 0) return undefined;
  const name = versionId(row);
  const made = { bundle: signBundle({ name, files }, key), publicKeyPem: key.publicPem, signedAt: ctx.now };
  if (!(await insertSignature(ctx.tx, workspaceId, { ...of, ...made }))) return findSignature(ctx.tx, workspaceId, of);
  const after = { digest: row.digest?.toString("hex") ?? null, key: fingerprintOf(key.publicPem) };
  recordAct(ctx.tx, ctx, {
    audit: { action: "registry.version.sign", outcome: "done", subject: { kind: "model-version", id: name }, after },
    changes: [{ topic: "model-version", subject: name, kind: "sign" }],
    now: ctx.now,
  });
  return made;
}
