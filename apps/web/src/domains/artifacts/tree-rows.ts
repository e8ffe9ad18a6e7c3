import type { ArtifactEntry } from "@plumbline/contracts/artifacts";

export interface TreeRow {
  entry: ArtifactEntry;
  name: string;
  level: number;
  isOpen: boolean;
  /** Its place among its siblings, and how many there are, for assistive technology. */
  position: number;
  siblings: number;
}

export function baseName(path: string): string {
  return path.split("/").at(-1) ?? path;
}

/** Every directory above a path, from the outside in. */
export function ancestorsOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}

export interface TreeInput {
  /** What is read of each directory so far. */
  directories: ReadonlyMap<string, readonly ArtifactEntry[]>;
  open: ReadonlySet<string>;
  /** Files are left out unless their path holds this; directories stay while they hold something, or are not read yet. */
  filter: string;
}

/** The rows in sight, directories first, each by name. */
export function treeRows(input: TreeInput, path = "", level = 1): TreeRow[] {
  const entries = [...(input.directories.get(path) ?? [])].sort(
    (a, b) => Number(b.isDirectory) - Number(a.isDirectory) || a.path.localeCompare(b.path, "en", { numeric: true }),
  );
  const shown = entries.filter((entry) => isShown(entry, input));
  return shown.flatMap((entry, at): TreeRow[] => {
    const isOpen = entry.isDirectory && (input.open.has(entry.path) || input.filter !== "");
    const row = { entry, name: baseName(entry.path), level, isOpen, position: at + 1, siblings: shown.length };
    return isOpen ? [row, ...treeRows(input, entry.path, level + 1)] : [row];
  });
}

function isShown(entry: ArtifactEntry, input: TreeInput): boolean {
  if (input.filter === "") return true;
  const matches = entry.path.toLowerCase().includes(input.filter) || (entry.sha256 ?? "").startsWith(input.filter);
  if (!entry.isDirectory || matches) return matches;
  const inside = input.directories.get(entry.path);
  return inside === undefined || inside.some((item) => isShown(item, input));
}
