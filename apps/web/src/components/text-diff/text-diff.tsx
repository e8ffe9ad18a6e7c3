"use client";
import { clsx } from "clsx";
import { useMemo, useState } from "react";
import { type DiffPart, foldLines } from "./fold-lines.ts";
import { type DiffLine, diffLines, diffText } from "./line-diff.ts";

const looks = {
  same: { row: "", sign: " ", word: undefined },
  added: { row: "bg-good-soft", sign: "+", word: "added" },
  removed: { row: "bg-bad-soft", sign: "−", word: "removed" },
};

/** A browser draws no more lines than this at once. */
const mostLines = 3000;

export interface TextDiffProps {
  before: string;
  after: string;
  label: string;
}

/** Two texts in one: what was taken out and what was put in, with what is the same folded away. */
export function TextDiff({ before, after, label }: TextDiffProps) {
  const diff = useMemo(() => diffLines(before, after), [before, after]);
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const folded = useMemo(() => foldLines(diff), [diff]);
  const words = diffText(diff);
  if (words === undefined) return <p className="px-3 py-4 text-center text-ink-3">Both are the same.</p>;
  const drawn = withinLimit(folded);
  return (
    <>
      <p className="border-b px-3 py-1 text-ink-3 text-small">{words}.</p>
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
        tabIndex={0}
        className="relative max-h-[64vh] overflow-auto -outline-offset-2"
      >
        <ol className="code w-max min-w-full py-1 leading-[19px]">
          {drawn.map((part) =>
            part.kind === "fold" && !opened.has(part.start) ? (
              <Fold key={`fold ${part.start}`} count={part.count} onOpen={() => setOpened(new Set([...opened, part.start]))} />
            ) : (
              linesOf(part, diff).map((line) => <Line key={`${line.before ?? ""}-${line.after ?? ""}`} line={line} />)
            ),
          )}
        </ol>
      </section>
      {drawn.length < folded.length && (
        <p className="border-t px-3 py-1 text-ink-3 text-small">The first {mostLines} changed lines and those around them.</p>
      )}
    </>
  );
}

const linesOf = (part: DiffPart, diff: readonly DiffLine[]): readonly DiffLine[] =>
  part.kind === "lines" ? part.lines : diff.slice(part.start, part.start + part.count);

function withinLimit(parts: readonly DiffPart[]): readonly DiffPart[] {
  let lines = 0;
  const end = parts.findIndex((part) => {
    lines += part.kind === "lines" ? part.lines.length : 1;
    return lines > mostLines;
  });
  return end < 1 ? parts : parts.slice(0, end);
}

function Fold({ count, onOpen }: { count: number; onOpen: () => void }) {
  return (
    <li className="bg-sunken">
      <button type="button" onClick={onOpen} className="w-full px-3 py-0.5 text-left font-sans text-ink-3 text-small hover:text-ink">
        {count} lines the same: show
      </button>
    </li>
  );
}

function Line({ line }: { line: DiffLine }) {
  const { row, sign, word } = looks[line.kind];
  return (
    <li className={clsx("grid grid-cols-[44px_44px_20px_minmax(0,1fr)] whitespace-pre", row)}>
      <Place at={line.before} />
      <Place at={line.after} />
      <span
        aria-hidden={word === undefined}
        className={clsx("select-none text-center", line.kind === "added" && "text-good", line.kind === "removed" && "text-bad")}
      >
        <span aria-hidden="true">{sign}</span>
        {word && <span className="sr-only">{word}: </span>}
      </span>
      <span className="pr-4">{line.text}</span>
    </li>
  );
}

function Place({ at }: { at: number | undefined }) {
  return (
    <span aria-hidden="true" className="select-none pr-2 text-right text-ink-3">
      {at}
    </span>
  );
}
