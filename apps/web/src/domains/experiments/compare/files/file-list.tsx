"use client";
import { SearchInput } from "@plumbline/ui/input";
import { clsx } from "clsx";
import { useState } from "react";
import type { FilePair, PairState } from "../file-pairs.ts";

const words: Record<PairState, string> = { changed: "changed", added: "only after", removed: "only before", same: "same" };
const tones: Record<PairState, string> = { changed: "text-accent", added: "text-good", removed: "text-bad", same: "text-ink-3" };
const mostShown = 500;

export interface FileListProps {
  pairs: readonly FilePair[];
  chosen: string | undefined;
  isCut: boolean;
  onChoose: (path: string) => void;
}

/** The files of both runs, with whether they are the same. */
export function FileList({ pairs, chosen, isCut, onChoose }: FileListProps) {
  const [search, setSearch] = useState("");
  const found = pairs.filter(({ path }) => path.toLowerCase().includes(search.trim().toLowerCase()));
  const changed = pairs.filter(({ state }) => state !== "same").length;
  return (
    <section className="overflow-hidden rounded-lg border bg-surface">
      <div className="p-2">
        <SearchInput
          aria-label="Filter files"
          placeholder="Filter files"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <ul aria-label="Files of both runs" className="max-h-[62vh] overflow-y-auto px-1 pb-1">
        {found.slice(0, mostShown).map(({ path, state }) => (
          <li key={path}>
            <button
              type="button"
              aria-current={path === chosen ? "true" : undefined}
              onClick={() => onChoose(path)}
              className={clsx(
                "flex min-h-7 w-full items-center gap-2 rounded-md px-2 text-left -outline-offset-2",
                path === chosen ? "bg-accent-soft" : "hover:bg-hover",
              )}
            >
              <span className="code min-w-0 flex-1 truncate" title={path}>
                {path}
              </span>
              <span className={clsx("flex-none text-small", tones[state])}>{words[state]}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="px-3 py-4 text-center text-ink-3">No file has this in its name.</p>}
      <p className="border-t px-3 py-2 text-ink-3 text-small">
        {changed} of {pairs.length} {pairs.length === 1 ? "file differs" : "files differ"}, by their digests.
        {found.length > mostShown && ` The first ${mostShown} are listed.`}
        {isCut && " There are more folders and files than were looked into."}
      </p>
    </section>
  );
}
