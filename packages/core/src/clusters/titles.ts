import type { Tx } from "@plumbline/db";
import type { PendingItem } from "./reading/pending.ts";
import type { Named } from "./reading/pending-reason.ts";

/** Name of an object -> what people call what it stands for. */
export type Titles = ReadonlyMap<string, string>;

/** Of those names that it knows, in all workspaces. */
type Source = (tx: Tx, names: readonly string[]) => Promise<Titles>;

const sources: Source[] = [];

/** Slices that put something on clusters say what people call it. */
export const tellTitles = (source: Source): void => void sources.push(source);

/** Titles of what waits, and of what it is said to wait for. */
export async function titlesOf(tx: Tx, items: readonly PendingItem[]): Promise<Titles> {
  const names = [...new Set(items.flatMap(({ name, reason }) => [name, ...namedIn(reason).map((one) => one.name)]))];
  const found: (readonly [string, string])[] = [];
  for (const source of names.length > 0 ? sources : []) found.push(...(await source(tx, names)));
  return new Map(found);
}

const namedIn = (reason: PendingItem["reason"]): readonly Named[] => {
  if (reason.kind === "behind") return [reason.ahead];
  return reason.kind === "own-idle" ? [reason.holder] : [];
};
