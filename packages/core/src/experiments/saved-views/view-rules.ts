import type { Permission } from "@plumbline/contracts/permissions";

interface Viewer {
  readonly actor: { readonly id: string };
  readonly permissions: ReadonlySet<Permission>;
}

interface Audience {
  readonly ownerId: string;
  readonly isShared: boolean;
}

/** The owner, as far as they may share where it is shared; and whoever manages shared views. */
export function mayEdit({ actor, permissions }: Viewer, { ownerId, isShared }: Audience): boolean {
  if (!isShared) return ownerId === actor.id && permissions.has("view:self");
  return permissions.has("view:manage") || (ownerId === actor.id && permissions.has("view:self") && permissions.has("view:share"));
}

/** What no two views of a workspace have in common: where the view is offered, to whom, and its name whatever its case. */
export const nameKeyOf = (view: Audience & { readonly experimentId: number | null; readonly name: string }): string =>
  JSON.stringify([view.experimentId, view.isShared ? null : view.ownerId, view.name.toLowerCase()]);
