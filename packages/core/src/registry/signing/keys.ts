import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import type { Tx } from "@plumbline/db";
import { z } from "zod";
import {
  AppError,
  type Caller,
  type Deps,
  defineTask,
  openSecret,
  recordAct,
  rewrapSecret,
  type SecretPlace,
  sealSecret,
  systemActor,
  uuidv7,
} from "../../kernel/index.ts";
import { fingerprintOf, type SigningKey } from "./bundle.ts";
import * as store from "./store.ts";

const algorithm = "ecdsa-p256-sha256";

const placeOf = (id: string): SecretPlace => ({ column: "signing_key.sealed_private", workspaceId: null, rowId: id });

/** The platform's own key that signs models; it is made when first needed. */
export async function presentKey(deps: Deps): Promise<SigningKey> {
  const system = { role: "system" } as const;
  const found = await deps.db.transaction(system, store.findPresentKey);
  return opened(deps, found ?? (await deps.db.transaction(system, (tx) => findOrMake(deps, tx))));
}

/** Whoever comes second waits, and finds what the first one made. */
async function findOrMake(deps: Deps, tx: Tx): Promise<store.PresentKey> {
  await store.holdKeys(tx);
  const found = await store.findPresentKey(tx);
  if (found) return found;
  const now = deps.now();
  const made = await make(deps, tx, now);
  record(tx, { action: "registry.signing-key.create", id: made.id, before: null, after: made, now });
  return made;
}

/**
 * Makes a new key for what is signed from now on, and forgets the private part of the one before. Signatures that were
 * made keep their public key beside them. Answers the new key's fingerprint.
 */
export async function rotateSigningKey(deps: Deps): Promise<{ fingerprint: string }> {
  return deps.db.transaction({ role: "system" }, async (tx) => {
    await store.holdKeys(tx);
    const now = deps.now();
    const before = await store.findPresentKey(tx);
    if (before) await store.retireKey(tx, { id: before.id, now });
    const after = await make(deps, tx, now);
    record(tx, { action: "registry.signing-key.rotate", id: after.id, before: before ?? null, after, now });
    return { fingerprint: fingerprintOf(after.publicPem) };
  });
}

async function make(deps: Deps, tx: Tx, createdAt: Date): Promise<store.PresentKey> {
  const id = uuidv7();
  const pair = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const sealed = Buffer.from(sealSecret(deps.secretKeys, placeOf(id), pair.privateKey));
  const made = { id, publicPem: pair.publicKey, sealed };
  await store.insertKey(tx, { ...made, algorithm, createdAt });
  return made;
}

function opened(deps: Deps, { id, publicPem, sealed }: store.PresentKey): SigningKey {
  try {
    return { privateKey: createPrivateKey(openSecret(deps.secretKeys, placeOf(id), sealed.toString())), publicPem };
  } catch (cause) {
    throw sealedShut(cause);
  }
}

const sealedShut = (cause: unknown): AppError =>
  new AppError(
    "unavailable",
    "The key that signs models cannot be opened. An administrator gives the key that sealed it as SECRETS_KEY_PREVIOUS, or makes a new one: plumb keys rotate --local.",
    { cause, params: { reason: "signing-key-sealed" } },
  );

interface KeyAct {
  readonly action: string;
  readonly id: string;
  readonly before: store.PresentKey | null;
  readonly after: store.PresentKey;
  readonly now: Date;
}

const platform: Caller = {
  actor: systemActor,
  workspace: null,
  permissions: new Set<never>(),
  requestId: "signing-keys",
  address: null,
  userAgent: null,
};

function record(tx: Tx, { action, id, before, after, now }: KeyAct): void {
  const told = (key: store.PresentKey | null) => key && { id: key.id, fingerprint: fingerprintOf(key.publicPem) };
  const subject = { kind: "signing-key", id };
  recordAct(tx, platform, { audit: { action, outcome: "done", subject, before: told(before), after: told(after) }, changes: [], now });
}

/** Wraps the key anew that a SECRETS_KEY before the present one sealed. */
export const renewSigningKey = defineTask({
  name: "registry.renew-signing-key",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 60_000,
  everyMs: 3_600_000,
  handler:
    async () =>
    async ({ deps }) => {
      await deps.db.transaction({ role: "system" }, async (tx) => {
        await store.holdKeys(tx);
        const key = await store.findPresentKey(tx);
        const renewed = key && rewrapSecret(deps.secretKeys, placeOf(key.id), key.sealed.toString());
        if (key && renewed !== undefined) await store.putSealed(tx, { id: key.id, sealed: Buffer.from(renewed) });
      });
    },
});
