import { Role, rolePermissions, type Scope, type WorkspacePermission, workspacePermissions } from "@plumbline/contracts/permissions";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grantScopes, mayGrant, permissionsOf } from "./grants.ts";

const roles = Role.options;
const role = fc.constantFrom(...roles);
const scopes = fc.uniqueArray(fc.constantFrom<Scope>("*", ...workspacePermissions), { minLength: 1 });
const held = fc.subarray([...workspacePermissions]).map((some) => new Set<WorkspacePermission>(some));

describe("what a token may do", () => {
  test("is in its scopes and in its owner's role, and all that is in both", () => {
    fc.assert(
      fc.property(role, scopes, (owner, given) => {
        const allowed = new Set(permissionsOf(owner, given));
        for (const permission of workspacePermissions) {
          const isScoped = given.includes("*") || given.includes(permission);
          expect(allowed.has(permission)).toBe(isScoped && rolePermissions[owner].includes(permission));
        }
      }),
    );
  });

  test("is never more than its maker held when it was made", () => {
    fc.assert(
      fc.property(role, scopes, held, (ownerRole, requested, maker) => {
        const granted = grantScopes({ requested, held: maker, isUnrestricted: false, ownerRole });
        if ("missing" in granted) return;
        for (const permission of permissionsOf(ownerRole, granted.scopes)) expect(maker.has(permission)).toBe(true);
      }),
    );
  });

  test("is never more than the maker's whole role, also for a service account that may do more", () => {
    for (const makerRole of roles) {
      for (const ownerRole of roles) {
        const maker = new Set(rolePermissions[makerRole]);
        const granted = grantScopes({ requested: ["*"], held: maker, isUnrestricted: true, ownerRole });
        const allowed = "missing" in granted ? [] : permissionsOf(ownerRole, granted.scopes);
        expect(allowed).toEqual(rolePermissions[ownerRole].filter((permission) => maker.has(permission)));
      }
    }
  });

  test("follows the owner's role only where the maker had no limits of their own", () => {
    const maker = new Set(rolePermissions.viewer);
    expect(grantScopes({ requested: ["*"], held: maker, isUnrestricted: true, ownerRole: "viewer" })).toEqual({ scopes: ["*"] });
    expect(grantScopes({ requested: ["*"], held: maker, isUnrestricted: false, ownerRole: "viewer" })).toEqual({
      scopes: rolePermissions.viewer,
    });
  });

  test("says what the maker lacks", () => {
    const request = {
      requested: ["run:read", "token:manage"] as const,
      held: new Set(rolePermissions.viewer),
      isUnrestricted: true,
      ownerRole: "viewer" as const,
    };
    expect(grantScopes(request)).toEqual({ missing: ["token:manage"] });
  });
});

describe("the table of roles", () => {
  const includes = (larger: Role, smaller: Role) => mayGrant(new Set(rolePermissions[larger]), smaller);

  test.each([
    ["contributor", "viewer"],
    ["engineer", "contributor"],
    ["approver", "viewer"],
    ["admin", "engineer"],
    ["admin", "approver"],
  ] as const)("%s may do all that %s may", (larger, smaller) => {
    expect(includes(larger, smaller)).toBe(true);
    expect(includes(smaller, larger)).toBe(false);
  });

  test("an approver decides and does not build; an engineer builds and does not read the audit log", () => {
    expect(includes("engineer", "approver")).toBe(false);
    expect(includes("approver", "contributor")).toBe(false);
  });

  test("only administrators manage people, tokens of others, webhooks and the workspace", () => {
    for (const permission of ["member:manage", "token:manage", "webhook:manage", "workspace:manage"] as const) {
      expect(roles.filter((one) => rolePermissions[one].includes(permission))).toEqual(["admin"]);
    }
  });

  test("a viewer changes nothing but their own tokens, inbox and views", () => {
    expect(rolePermissions.viewer.filter((permission) => !permission.endsWith(":read"))).toEqual([
      "token:self",
      "notification:self",
      "view:self",
    ]);
  });
});
