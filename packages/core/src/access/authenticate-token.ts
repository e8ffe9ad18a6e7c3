import { AppError, type Deps } from "../kernel/index.ts";
import { permissionsOf } from "./grants.ts";
import type { Principal } from "./principal-cache.ts";
import { stateOf } from "./process-state.ts";
import { findTokenPrincipal, type TokenPrincipalRow } from "./store/principals.ts";
import { hashSecret, isSecret } from "./token-secret.ts";

const noteEveryMs = 60_000;
const clientMax = 200;

interface ShownToken {
  /** A workspace that the request names; it must be the token's own. */
  readonly workspaceHeader?: string | undefined;
  /** What sent it, such as `mlflow-python-client/3.17.0`. */
  readonly client?: string | undefined;
  /** False where an open request only checks that its token still holds. */
  readonly isUse?: boolean;
}

/** Whom a token's secret stands for, right now; throws `unauthenticated`, alike for every reason. */
export async function authenticateToken(deps: Deps, secret: string, shown: ShownToken = {}): Promise<Principal> {
  if (!isSecret(secret)) throw notAToken();
  const { principals, uses } = stateOf(deps);
  const hash = hashSecret(secret);
  const principal = await principals.find(hash.toString("base64url"), () => lookUp(deps, hash));
  const now = deps.now();
  if (!principal || principal.validUntilMs <= now.getTime()) throw refused();
  const { workspaceHeader, client } = shown;
  if (workspaceHeader !== undefined && workspaceHeader !== principal.workspace?.name) throw foreignWorkspace(workspaceHeader);
  const { credentialId } = principal.actor;
  if (credentialId && shown.isUse !== false) {
    uses.note({ kind: "token", id: credentialId, at: now, client: client?.slice(0, clientMax) ?? null }, noteEveryMs);
  }
  return principal;
}

async function lookUp(deps: Deps, hash: Buffer): Promise<Principal | undefined> {
  const row = await deps.db.transaction({ role: "system" }, (tx) => findTokenPrincipal(tx, hash, deps.now()));
  return row && principalOf(row);
}

const principalOf = (row: TokenPrincipalRow): Principal => ({
  actor: { kind: row.kind, id: row.owner_id, name: row.owner_name, via: "token", credentialId: row.id },
  workspace: { id: row.workspace_id, name: row.workspace },
  permissions: new Set(permissionsOf(row.role, row.scopes)),
  mustChangePassword: false,
  validUntilMs: row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY,
});

const notAToken = () =>
  new AppError("unauthenticated", "That is not a token of this platform: tokens begin with plb_. Copy it whole, or make a new one.");
const refused = () =>
  new AppError(
    "unauthenticated",
    "This token is not valid: it is unknown, revoked or expired, or its owner may no longer enter the workspace.",
  );

export const foreignWorkspace = (name: string): AppError =>
  new AppError("not-found", `There is no workspace "${name}" for you: it does not exist, or you are not a member of it.`, {
    params: { noun: "workspace", id: name },
  });
