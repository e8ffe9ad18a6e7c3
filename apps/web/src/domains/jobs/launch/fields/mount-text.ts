import { shownValue } from "./field-values.ts";

/** A mount of a spec in words, whatever was written: what it is, and its name. */
export function mountText(mount: unknown): { kind: "volume" | "cache"; name: string } {
  const { claim, cache } = (typeof mount === "object" && mount !== null ? mount : {}) as Record<string, unknown>;
  const kind = claim === undefined && cache !== undefined ? "cache" : "volume";
  return { kind, name: shownValue(claim ?? cache) || "without a name" };
}
