import { PlatformRole } from "@plumbline/contracts/permissions";

export const platformRoles = PlatformRole.options;
export const platformRoleText: Record<PlatformRole, string> = {
  "platform-admin": "platform administrator: accounts, groups, workspaces",
  auditor: "auditor: reads all audit, changes nothing",
};

/** The role in plain words, without what it may do. */
export function platformRoleName(role: PlatformRole): string {
  return platformRoleText[role].split(":")[0] ?? role;
}
