"use client";
import { Bytes } from "@plumbline/ui/figure";
import { SearchInput } from "@plumbline/ui/input";
import { Kbd } from "@plumbline/ui/kbd";
import { clsx } from "clsx";
import {
  ChevronRight,
  File,
  FileAudio,
  FileBox,
  FileImage,
  FileText,
  FileVideo,
  Folder,
  FolderOpen,
  type LucideIcon,
  Table2,
} from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useSearchKey } from "#src/components/search-key.ts";
import { type PreviewKind, previewKind } from "./preview-kind.ts";
import type { TreeRow } from "./tree-rows.ts";

export interface ArtifactTreeProps {
  rows: readonly TreeRow[];
  chosen: string | undefined;
  filter: string;
  isCut: boolean;
  onFilter: (filter: string) => void;
  onToggle: (directory: string) => void;
  onChoose: (path: string) => void;
}

export function ArtifactTree(props: ArtifactTreeProps) {
  const { rows, filter, isCut, onFilter } = props;
  const box = useSearchKey("Files", "Filter files");
  const files = rows.filter(({ entry }) => !entry.isDirectory);
  const size = files.reduce((sum, { entry }) => sum + (entry.sizeBytes ?? 0), 0);
  return (
    <section className="overflow-hidden rounded-lg border bg-surface">
      <div className="p-2">
        <SearchInput
          ref={box}
          aria-label="Filter files"
          placeholder="Filter by name or digest"
          value={filter}
          onChange={(event) => onFilter(event.target.value)}
          trailing={<Kbd>/</Kbd>}
        />
      </div>
      <div
        aria-hidden="true"
        className="grid grid-cols-[minmax(0,1fr)_68px] px-3 sm:grid-cols-[minmax(0,1fr)_76px_68px] pb-1 text-ink-3 text-small"
      >
        <span className="pl-5">Name</span>
        <span className="max-sm:hidden">Digest</span>
        <span className="text-right">Size</span>
      </div>
      <Rows {...props} />
      {rows.length === 0 && <p className="px-3 py-4 text-center text-ink-3">No file has this in its name or digest.</p>}
      <p className="border-t px-3 py-2 text-ink-3 text-small">
        {files.length} {files.length === 1 ? "file" : "files"} in sight, <Bytes value={size} />. Digests are SHA-256, taken while the files
        arrived.
        {isCut && " Only the first 1,000 of the root are listed."}
      </p>
    </section>
  );
}

function Rows({ rows, chosen, onToggle, onChoose }: ArtifactTreeProps) {
  const [active, setActive] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const current = Math.min(active, rows.length - 1);
  const focus = (index: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, index));
    setActive(next);
    list.current?.querySelectorAll<HTMLElement>('[role="treeitem"]')[next]?.focus();
  };
  const act = (row: TreeRow) => (row.entry.isDirectory ? onToggle(row.entry.path) : onChoose(row.entry.path));
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[current];
    const step = row && keyStep(event.key, { row, rows, index: current });
    if (!row || step === undefined) return;
    event.preventDefault();
    if (step === "act") act(row);
    else if (step === "toggle") onToggle(row.entry.path);
    else focus(step);
  };
  return (
    <ul
      ref={list}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern of a tree; its items take the focus
      role="tree"
      aria-label="Files of the run"
      onKeyDown={onKeyDown}
      className="max-h-[62vh] overflow-y-auto px-1 pb-1"
    >
      {rows.map((row, at) => (
        <Item
          key={row.entry.path}
          row={row}
          isChosen={row.entry.path === chosen}
          isReachable={at === current}
          onPress={() => {
            setActive(at);
            act(row);
          }}
        />
      ))}
    </ul>
  );
}

type Step = number | "act" | "toggle" | undefined;

/** What a key means on a row, as trees have it everywhere: right opens or goes in, left closes or goes out. */
function keyStep(key: string, { row, rows, index }: { row: TreeRow; rows: readonly TreeRow[]; index: number }): Step {
  const { isDirectory } = row.entry;
  const steps: Partial<Record<string, () => Step>> = {
    ArrowDown: () => index + 1,
    ArrowUp: () => index - 1,
    Home: () => 0,
    End: () => rows.length - 1,
    Enter: () => "act",
    " ": () => "act",
    ArrowRight: () => (isDirectory ? (row.isOpen ? index + 1 : "toggle") : undefined),
    ArrowLeft: () => (isDirectory && row.isOpen ? "toggle" : rows.findLastIndex((other, at) => at < index && other.level < row.level)),
  };
  return steps[key]?.();
}

const icons: Record<PreviewKind["kind"], LucideIcon> = {
  image: FileImage,
  table: Table2,
  document: FileText,
  pdf: FileText,
  audio: FileAudio,
  video: FileVideo,
  markdown: FileText,
  text: FileText,
  none: File,
};

function iconOf({ entry, isOpen, name }: TreeRow): LucideIcon {
  if (entry.isDirectory) return isOpen ? FolderOpen : Folder;
  return /\.(pkl|pt|pth|onnx|lgb|joblib|h5|safetensors|bin|skops)$/i.test(name) ? FileBox : icons[previewKind(entry.path).kind];
}

interface ItemProps {
  row: TreeRow;
  isChosen: boolean;
  isReachable: boolean;
  onPress: () => void;
}

function Item({ row, isChosen, isReachable, onPress }: ItemProps) {
  const { entry, level, isOpen, inside } = row;
  const bytes = entry.sizeBytes ?? inside?.bytes;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree answers the keys for its rows
    <li
      role="treeitem"
      tabIndex={isReachable ? 0 : -1}
      aria-level={level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={isChosen}
      aria-expanded={entry.isDirectory ? isOpen : undefined}
      onClick={onPress}
      className={clsx(
        "grid h-[30px] cursor-pointer grid-cols-[minmax(0,1fr)_68px] items-center sm:grid-cols-[minmax(0,1fr)_76px_68px] rounded-md px-2 -outline-offset-2",
        isChosen ? "bg-accent-soft text-accent" : "hover:bg-hover",
      )}
    >
      <ItemName row={row} isChosen={isChosen} />
      <span className={clsx("code max-sm:hidden", isChosen ? "" : "text-ink-3")} title={entry.sha256 ?? undefined}>
        {entry.sha256?.slice(0, 8)}
        {inside && <span className="font-sans">{inside.files === 1 ? "1 file" : `${inside.files} files`}</span>}
      </span>
      <span className="text-right text-ink-2">{bytes !== undefined && <Bytes value={bytes} />}</span>
    </li>
  );
}

function ItemName({ row, isChosen }: Pick<ItemProps, "row" | "isChosen">) {
  const { entry, name, level, isOpen } = row;
  const Icon = iconOf(row);
  return (
    <span className="flex min-w-0 items-center gap-1.5" style={{ paddingLeft: (level - 1) * 18 + (entry.isDirectory ? 0 : 18) }}>
      {entry.isDirectory && (
        <ChevronRight className={clsx("size-3 flex-none text-ink-3 transition-transform", isOpen && "rotate-90")} aria-hidden="true" />
      )}
      <Icon className={clsx("icon", isChosen ? "text-accent" : "text-ink-3")} aria-hidden="true" />
      <span className={clsx("truncate", isChosen && "font-medium")} title={entry.path}>
        {name}
      </span>
    </span>
  );
}
