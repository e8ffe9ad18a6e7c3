import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import { previewKind } from "./preview-kind.ts";

export interface TreeRow {
  entry: ArtifactEntry;
  name: string;
  level: number;
  isOpen: boolean;
  /** How many files a directory holds and how large they are together, once it and those inside are read. */
  inside: { files: number; bytes: number } | undefined;
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
    const inside = entry.isDirectory ? contentOf(entry.path, input.directories) : undefined;
    const row = { entry, name: baseName(entry.path), level, isOpen, inside, position: at + 1, siblings: shown.length };
    return isOpen ? [row, ...treeRows(input, entry.path, level + 1)] : [row];
  });
}

function contentOf(path: string, directories: TreeInput["directories"]): TreeRow["inside"] {
  const total = { files: 0, bytes: 0 };
  for (const entry of directories.get(path) ?? []) {
    const part = entry.isDirectory ? contentOf(entry.path, directories) : { files: 1, bytes: entry.sizeBytes ?? 0 };
    if (!part) return undefined;
    total.files += part.files;
    total.bytes += part.bytes;
  }
  return directories.has(path) ? total : undefined;
}

function isShown(entry: ArtifactEntry, input: TreeInput): boolean {
  if (input.filter === "") return true;
  const matches = entry.path.toLowerCase().includes(input.filter) || (entry.sha256 ?? "").startsWith(input.filter);
  if (!entry.isDirectory || matches) return matches;
  const inside = input.directories.get(entry.path);
  return inside === undefined || inside.some((item) => isShown(item, input));
}

/** As many directories in the root are shown open from the start. */
const fewDirectories = 4;

/** What is open before anybody opened or closed a thing: the way to the chosen file, and a few directories of the root. */
export function openAtFirst(root: readonly ArtifactEntry[], path: string | undefined): ReadonlySet<string> {
  const inRoot = root.filter(({ isDirectory }) => isDirectory).map((entry) => entry.path);
  return new Set([...(path ? ancestorsOf(path) : []), ...(inRoot.length <= fewDirectories ? inRoot : [])]);
}

const unaskedBytesMax = 1_000_000;

/** The file shown before anybody chose one: the first in sight that has a preview and is not large. */
export function shownAtFirst(rows: readonly TreeRow[]): ArtifactEntry | undefined {
  return rows.map(({ entry }) => entry).find((entry) => isShownUnasked(entry));
}

function isShownUnasked({ isDirectory, path, sizeBytes }: ArtifactEntry): boolean {
  return !isDirectory && previewKind(path).kind !== "none" && (sizeBytes ?? 0) <= unaskedBytesMax;
}
