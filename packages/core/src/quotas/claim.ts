/** Whose claim it is, in its workspace. */
export interface Holder {
  readonly kind: "job";
  readonly id: string;
}

/** A holder of any workspace. */
export interface PlacedHolder extends Holder {
  readonly workspaceId: number;
}
