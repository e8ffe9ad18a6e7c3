import type { Output } from "@plumbline/contracts/operation";
import * as contract from "@plumbline/contracts/registry/version-content";
import { AppError, authorize, type Caller, type Deps, parseInput, translate, type Verb, workspaceOf } from "../../kernel/index.ts";
import { requireVersion, versionId } from "../held-model.ts";
import { signatureOf } from "./sign-version.ts";

type Operation = typeof contract.getModelSignatureBundle;

/** Whoever asks before the task has signed does not wait for it. */
async function get(deps: Deps, caller: Caller, raw: Parameters<Verb<Operation>>[2]): Promise<Output<Operation>> {
  await authorize(deps, caller, contract.getModelSignatureBundle);
  const name = parseInput(contract.getModelSignatureBundle, raw);
  const { id: workspaceId } = workspaceOf(caller);
  const scope = { role: "app", workspaceId, actorId: caller.actor.id } as const;
  try {
    const row = await deps.db.transaction(scope, (tx) => requireVersion({ ...caller, tx, deps, now: deps.now() }, name));
    const signature = await signatureOf(deps, workspaceId, { modelKey: row.model_key, version: row.version });
    if (!signature) throw unsigned(versionId(name));
    return { ...signature, signedAt: signature.signedAt.toISOString() };
  } catch (error) {
    throw translate(error);
  }
}

export const getModelSignatureBundle: Verb<Operation> = Object.assign(get, { operation: contract.getModelSignatureBundle });

const unsigned = (id: string): AppError =>
  new AppError(
    "not-found",
    `Version ${id} has no signature: no bytes that could be signed are bound to it. Register a version whose files are on this platform.`,
    { params: { noun: "model signature", id, reason: "version-unsigned" } },
  );
