import { PlatformRole } from "@plumbline/contracts/permissions";

export const platformRoles = PlatformRole.options;
export const platformRoleText: Record<PlatformRole, string> = {
  "platform-admin": "platform administrator: accounts, groups, workspaces",
  auditor: "auditor: reads all audit, changes nothing",
};
