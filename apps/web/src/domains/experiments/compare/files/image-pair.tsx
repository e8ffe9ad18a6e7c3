"use client";
import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import { Segments } from "@plumbline/ui/tabs";
import { clsx } from "clsx";
import { useId, useState } from "react";
import { contentAddress } from "#src/domains/artifacts/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import type { FilePairProps } from "./file-pair-props.ts";

const views = [
  { value: "side", label: "Side by side" },
  { value: "swipe", label: "Swipe" },
  { value: "difference", label: "Difference" },
] as const;
type View = (typeof views)[number]["value"];

/** A picture of two runs: beside each other, one over the other, or what differs of them. */
export function ImagePair({ pair: { before, after }, runIds, names }: FilePairProps) {
  const [view, setView] = useState<View>("side");
  if (!(before && after)) {
    const at = before ? 0 : 1;
    return (
      <div className="p-3">
        <Picture entry={before ?? after} runId={runIds[at]} name={names[at]} />
      </div>
    );
  }
  return (
    <>
      <div className="flex justify-end border-b px-2 py-1">
        <Segments label="Compare by" size="small" value={view} onChange={setView} options={views} />
      </div>
      <div className="p-3">
        {view === "side" && (
          <div className="grid gap-3 sm:grid-cols-2">
            <Picture entry={before} runId={runIds[0]} name={names[0]} />
            <Picture entry={after} runId={runIds[1]} name={names[1]} />
          </div>
        )}
        {view === "swipe" && <Swipe before={before} after={after} runIds={runIds} names={names} />}
        {view === "difference" && <Difference before={before} after={after} runIds={runIds} />}
      </div>
    </>
  );
}

interface OverProps {
  before: ArtifactEntry;
  after: ArtifactEntry;
  runIds: readonly [string, string];
}

function Picture({ entry, runId, name }: { entry: ArtifactEntry | undefined; runId: string; name: string }) {
  const api = useApi();
  return (
    <figure className="min-w-0">
      {entry && (
        // biome-ignore lint/performance/noImgElement: the bytes are shown as they were logged, not as an optimizer would have them
        <img
          src={contentAddress(api, runId, entry.path)}
          alt={`${entry.path} of ${name}`}
          className="mx-auto max-h-[60vh] max-w-full object-contain"
        />
      )}
      <figcaption className="mt-1.5 truncate text-center text-ink-3">{name}</figcaption>
    </figure>
  );
}

/** Both in one place, the later one over the earlier one from a line on. */
function Swipe({ before, after, runIds, names }: OverProps & { names: readonly [string, string] }) {
  const [share, setShare] = useState(50);
  const id = useId();
  return (
    <>
      <Stack before={before} after={after} runIds={runIds} line={share} />
      <label htmlFor={id} className="mt-2 flex items-center gap-3 text-ink-2">
        <span className="max-w-40 truncate">{names[0]}</span>
        <input
          id={id}
          type="range"
          min={0}
          max={100}
          value={share}
          aria-label="Where the later picture begins"
          onChange={(event) => setShare(Number(event.target.value))}
          className="h-6 min-w-0 flex-1 accent-accent"
        />
        <span className="max-w-40 truncate">{names[1]}</span>
      </label>
    </>
  );
}

/** Where both are alike it is black. */
function Difference({ before, after, runIds }: OverProps) {
  return (
    <>
      <Stack before={before} after={after} runIds={runIds} isBlended />
      <p className="mt-2 text-center text-ink-3">Black where both are the same; the brighter, the more they differ.</p>
    </>
  );
}

interface StackProps extends OverProps {
  /** From where on the later one covers the earlier one, in percent of the width. */
  line?: number;
  isBlended?: boolean;
}

function Stack({ before, after, runIds, line, isBlended = false }: StackProps) {
  const api = useApi();
  const each = "block max-h-[60vh] max-w-full";
  return (
    <div className="relative isolate mx-auto w-fit">
      {/* biome-ignore lint/performance/noImgElement: the bytes are shown as they were logged, not as an optimizer would have them */}
      <img src={contentAddress(api, runIds[0], before.path)} alt={`${before.path}, before`} className={each} />
      {/* biome-ignore lint/performance/noImgElement: the bytes are shown as they were logged, not as an optimizer would have them */}
      <img
        src={contentAddress(api, runIds[1], after.path)}
        alt={`${after.path}, after`}
        style={line === undefined ? undefined : { clipPath: `inset(0 0 0 ${line}%)` }}
        className={clsx("absolute inset-0 size-full", isBlended && "mix-blend-difference")}
      />
      {line !== undefined && <i aria-hidden="true" style={{ left: `${line}%` }} className="absolute inset-y-0 w-px bg-accent" />}
    </div>
  );
}
