/** What a `Range` header asks of a body of `sizeBytes`: one part, all of it, or a part that does not exist. */
export type AskedRange =
  | { readonly kind: "whole" }
  | { readonly kind: "part"; readonly start: number; readonly end: number }
  | { readonly kind: "unsatisfiable" };

/** Reads a `Range` header (RFC 9110). Several parts, other units and malformed text are answered with the whole. */
export function parseRange(header: string | undefined, sizeBytes: number): AskedRange {
  const match = header === undefined ? null : /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match || (match[1] === "" && match[2] === "")) return { kind: "whole" };
  const first = match[1] === "" ? Math.max(0, sizeBytes - Number(match[2])) : Number(match[1]);
  const last = match[1] === "" || match[2] === "" ? sizeBytes - 1 : Math.min(Number(match[2]), sizeBytes - 1);
  if (match[1] !== "" && match[2] !== "" && Number(match[2]) < Number(match[1])) return { kind: "whole" };
  if (first >= sizeBytes || last < first) return { kind: "unsatisfiable" };
  return { kind: "part", start: first, end: last };
}
