import { type Permission, type Role, rolePermissions, type Scope, type WorkspacePermission } from "@plumbline/contracts/permissions";

/** What a token of these scopes may do while its owner has this role: the scopes and the role, never more than either. */
export function permissionsOf(role: Role, scopes: readonly Scope[]): readonly WorkspacePermission[] {
  const allowed = rolePermissions[role];
  return scopes.includes("*") ? allowed : allowed.filter((permission) => scopes.includes(permission));
}

/** Nobody hands out a role that may do more than they may themselves. */
export const mayGrant = (held: ReadonlySet<Permission>, role: Role): boolean =>
  rolePermissions[role].every((permission) => held.has(permission));

export interface ScopeRequest {
  readonly requested: readonly Scope[];
  /** What the maker may do now. */
  readonly held: ReadonlySet<Permission>;
  /** False for a token that was given only some scopes. */
  readonly isUnrestricted: boolean;
  readonly ownerRole: Role;
}

/**
 * The scopes that a new token gets, or what the maker lacks for them. "*" follows the owner's role as it changes, so
 * only a maker without limits of their own passes it on; a limited one passes on what it holds.
 */
export function grantScopes(request: ScopeRequest): { readonly scopes: readonly Scope[] } | { readonly missing: readonly string[] } {
  const { requested, held, isUnrestricted, ownerRole } = request;
  if (requested.includes("*")) {
    if (isUnrestricted && mayGrant(held, ownerRole)) return { scopes: ["*"] };
    const passed = rolePermissions[ownerRole].filter((permission) => held.has(permission));
    return passed.length > 0 ? { scopes: passed } : { missing: ["*"] };
  }
  const missing = requested.filter((scope) => scope !== "*" && !held.has(scope));
  return missing.length > 0 ? { missing } : { scopes: [...new Set(requested)] };
}
