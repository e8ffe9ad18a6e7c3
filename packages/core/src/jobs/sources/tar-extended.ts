import { readRecords } from "./tar-header.ts";

/** What an extended header says of the member after it, in place of what the member's own header has no room for. */
export interface Override {
  readonly path?: string;
  readonly link?: string;
  readonly size?: string;
}

/** `x`, `g`: POSIX, for one member and for all. `L`, `K`: GNU's long names, of a member and of what it links to. */
export const isExtended = (type: string): boolean => ["x", "g", "L", "K"].includes(type);

/** Throws a text for people. */
export function readExtended(type: string, content: Buffer): Override {
  if (type === "L") return { path: textOf(content) };
  if (type === "K") return { link: textOf(content) };
  const records = readRecords(content);
  const [path, link, size] = ["path", "linkpath", "size"].map((key) => records.get(key));
  const override = { ...(path ? { path } : {}), ...(link ? { link } : {}), ...(size ? { size } : {}) };
  if (type === "g" && Object.keys(override).length > 0) throw new Error("it names members in a header that counts for all of them");
  return override;
}

const textOf = (content: Buffer): string => content.toString("utf8").replace(/\0.*$/s, "");
