import type { LogLine as Line } from "@plumbline/contracts/jobs/log";
import { lineHeight } from "@plumbline/ui/virtual-lines";
import { clsx } from "clsx";
import { memo } from "react";
import { type LineTone, piecesOf, shownText, toneOf } from "./shown-text.ts";

const grounds: Record<LineTone, string> = {
  plain: "",
  warn: "bg-warn-soft shadow-[inset_2px_0_var(--warn)]",
  bad: "bg-bad-soft shadow-[inset_2px_0_var(--bad)]",
  platform: "text-ink-3 italic",
};

const timeFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export interface LogLineProps {
  line: Line | undefined;
  search: string;
  /** The line that the address names. */
  isMarked: boolean;
  hasRanks: boolean;
  onMark: (line: number) => void;
}

function DrawnLine({ line, search, isMarked, hasRanks, onMark }: LogLineProps) {
  if (!line)
    return (
      <div style={{ height: lineHeight }} className="px-3 text-ink-3">
        …
      </div>
    );
  const text = shownText(line.text);
  return (
    <div
      data-line={line.number}
      style={{ height: lineHeight }}
      className={clsx(
        "code flex w-full whitespace-pre pr-4 leading-5",
        isMarked ? "bg-accent-soft shadow-[inset_2px_0_var(--accent)]" : grounds[toneOf({ stream: line.stream, text })],
      )}
    >
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Link to line ${line.number}`}
        onClick={() => onMark(line.number)}
        className="w-16 flex-none select-none pr-2 pl-3 text-right text-ink-3 not-italic tabular-nums hover:text-accent"
      >
        {line.number}
      </button>
      <span className="w-[70px] flex-none select-none text-ink-3 not-italic tabular-nums max-sm:hidden" title={line.at}>
        {timeFormat.format(new Date(line.at))}
      </span>
      {hasRanks && (
        <span className="w-7 flex-none select-none text-ink-3 not-italic" title={`rank ${line.rank}`}>
          {line.rank}
        </span>
      )}
      <span className={clsx(line.stream === "stderr" && "text-ink-2")}>
        {piecesOf(text, search).map((piece, at) =>
          piece.isHit ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
            <mark key={at} className="rounded-[2px] bg-accent-soft text-accent ring-1 ring-accent-line">
              {piece.text}
            </mark>
          ) : (
            piece.text
          ),
        )}
      </span>
    </div>
  );
}

export const LogLine = memo(DrawnLine);
