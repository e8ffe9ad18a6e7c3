import type { Ctx } from "../kernel/index.ts";

/** A version that something happened to. */
export interface VersionFact {
  readonly modelKey: number;
  readonly model: string;
  readonly version: number;
  /** Null where no bytes are bound to it. */
  readonly digest: Buffer | null;
}

/** Runs in the transaction of what happened; tasks that follow from it go to `ctx.later`. */
export type VersionListener = (ctx: Ctx, version: VersionFact) => Promise<void>;

type Happening = "registered" | "card-edited";
const listeners = new Map<Happening, VersionListener[]>();

/** Makes known who wants to hear of something. A slice that stands above the registry calls this when it is loaded. */
export function onVersion(happening: Happening, listener: VersionListener): void {
  listeners.set(happening, [...(listeners.get(happening) ?? []), listener]);
}

export async function tellOfVersion(ctx: Ctx, happening: Happening, version: VersionFact): Promise<void> {
  for (const listener of listeners.get(happening) ?? []) await listener(ctx, version);
}
