import type { Permission } from "@plumbline/contracts/permissions";

interface Viewer {
  readonly id: string;
  readonly workspaceId: number;
  readonly permissions: ReadonlySet<Permission>;
}

/** Who holds idle GPUs is told to themselves, to who may end others' jobs in their workspace, and to the platform team. */
export const maySeeOwner = (viewer: Viewer, of: { readonly workspaceId: number; readonly ownerId: string }): boolean =>
  viewer.id === of.ownerId ||
  viewer.permissions.has("platform:compute") ||
  (viewer.workspaceId === of.workspaceId && viewer.permissions.has("job:manage"));
