import { workspacePermissions } from "@plumbline/contracts/permissions";
import { createServiceAccount, createToken, listServiceAccounts } from "../access/index.ts";
import { AppError, type Caller, type Deps, systemActor, uuidv7 } from "../kernel/index.ts";
import { findWorkspaceByName } from "./store.ts";

const accountName = "local-administration";

/**
 * A token for whoever administers the machine itself, owned by a service account of the workspace, so that its
 * administrators see it, can lower what it may do, and can disable it for good.
 */
export async function createLocalToken(deps: Deps, wanted: { name: string; workspace: string }): Promise<string> {
  const row = await deps.db.transaction({ role: "system" }, (tx) => findWorkspaceByName(tx, wanted.workspace));
  if (!row)
    throw new AppError("not-found", `There is no workspace "${wanted.workspace}".`, {
      params: { noun: "workspace", id: wanted.workspace },
    });
  const caller: Caller = {
    actor: systemActor,
    workspace: { id: row.id, name: row.name },
    permissions: new Set(workspacePermissions),
    requestId: `local-${uuidv7()}`,
    address: null,
    userAgent: null,
  };
  const serviceAccountId = (await findAccountId(deps, caller)) ?? (await makeAccount(deps, caller));
  const { secret } = await createToken(deps, caller, { name: wanted.name, serviceAccountId });
  return secret;
}

async function findAccountId(deps: Deps, caller: Caller): Promise<string | undefined> {
  const { items } = await listServiceAccounts(deps, caller, {});
  return items.find(({ name }) => name === accountName)?.id;
}

/** Two commands at the same time: the second one finds what the first one made. */
async function makeAccount(deps: Deps, caller: Caller): Promise<string> {
  try {
    return (await createServiceAccount(deps, caller, { name: accountName, role: "admin" })).id;
  } catch (error) {
    const made = error instanceof AppError && error.code === "conflict" ? await findAccountId(deps, caller) : undefined;
    if (made === undefined) throw error;
    return made;
  }
}
