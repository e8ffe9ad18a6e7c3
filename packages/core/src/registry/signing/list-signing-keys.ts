import type { Output } from "@plumbline/contracts/operation";
import * as contract from "@plumbline/contracts/registry/signing";
import { authorize, type Caller, type Deps, translate, type Verb } from "../../kernel/index.ts";
import { fingerprintOf } from "./bundle.ts";
import { listKeys } from "./store.ts";

type Operation = typeof contract.listSigningKeys;

/** The keys are the platform's, and closed to the role that serves requests; their public parts are everybody's. */
async function list(deps: Deps, caller: Caller): Promise<Output<Operation>> {
  await authorize(deps, caller, contract.listSigningKeys);
  const rows = await deps.db.transaction({ role: "system" }, listKeys).catch((error: unknown) => Promise.reject(translate(error)));
  return {
    items: rows.map((row) => ({
      id: row.id,
      algorithm: row.algorithm,
      publicKeyPem: row.publicPem,
      fingerprint: fingerprintOf(row.publicPem),
      createdAt: row.createdAt.toISOString(),
      retiredAt: row.retiredAt?.toISOString() ?? null,
    })),
  };
}

export const listSigningKeys: Verb<Operation> = Object.assign(list, { operation: contract.listSigningKeys });
