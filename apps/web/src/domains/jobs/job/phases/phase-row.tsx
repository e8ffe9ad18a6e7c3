"use client";
import { formatDuration } from "@plumbline/ui/format/time";
import { clsx } from "clsx";
import { blameText, phaseWords } from "../../words.ts";
import { EndMark } from "./end-mark.tsx";
import { OutcomeMark } from "./outcome-mark.tsx";
import { type AttemptLine, placeOf, type Segment, type TimeLine } from "./time-line.ts";

const looks: Readonly<Record<Segment["phase"], string>> = {
  queued: "border border-dashed border-ink-3 bg-sunken text-ink-2",
  starting: "bg-ink-3 text-surface",
  inputs: "bg-[var(--s5)] text-surface",
  running: "bg-accent text-accent-ink",
  stopping: "bg-accent/60 text-accent-ink",
};

interface Props {
  line: TimeLine;
  row: AttemptLine;
  isLast: boolean;
}

/** Below this width, in percent, a segment has no room for its words. */
const leastForWords = 12;

/** One attempt: its phases as bars, its checkpoints below them, its outcome behind them. */
export function PhaseRow({ line, row, isLast }: Props) {
  const { attempt, segments } = row;
  const isOver = row.endedAt !== undefined;
  return (
    <div className="relative mb-1 grid items-start sm:grid-cols-[104px_minmax(0,1fr)]">
      <span className="z-20 w-fit bg-surface pr-1.5 text-ink-2 text-small leading-5">Attempt {attempt.number}</span>
      <div className="relative h-11">
        <p className="sr-only">{describe(row)}</p>
        {segments.map((segment) => (
          <Bar key={segment.phase} line={line} segment={segment} isOver={isOver && !isLast} />
        ))}
        {row.checkpoints.map((checkpoint) => (
          <i
            key={checkpoint.at}
            title={`Checkpoint${checkpoint.step === null ? "" : ` of step ${checkpoint.step}`}`}
            style={{ left: `${placeOf(line, checkpoint.at)}%` }}
            className="absolute top-[23px] size-[7px] -translate-x-1/2 rotate-45 rounded-[1px] bg-[var(--s3)]"
          />
        ))}
        {row.resumed && <Resumed line={line} row={row} />}
        {isOver ? <OutcomeMark line={line} row={row} /> : isLast && <EndMark line={line} />}
      </div>
    </div>
  );
}

function Bar({ line, segment, isOver }: { line: TimeLine; segment: Segment; isOver: boolean }) {
  const left = placeOf(line, segment.from);
  const width = placeOf(line, segment.to) - left;
  const words = `${phaseWords[segment.phase]} ${formatDuration(segment.to - segment.from)}`;
  return (
    <span
      aria-hidden="true"
      title={words}
      style={{ left: `${left}%`, width: `max(2px, calc(${width}% - 1px))` }}
      className={clsx(
        "absolute top-0 h-5 overflow-hidden whitespace-nowrap rounded-[2px] pl-2 font-medium text-small leading-5",
        isOver && segment.phase === "running" ? "bg-accent/28 text-ink" : looks[segment.phase],
      )}
    >
      {/* On the colour of inputs no text can be read in both themes. */}
      {width > leastForWords && segment.phase !== "inputs" && words}
    </span>
  );
}

/** What it went on from, where its own bar begins. */
function Resumed({ line, row: { resumed, segments } }: { line: TimeLine; row: AttemptLine }) {
  const begin = segments.find(({ phase }) => phase === "running") ?? segments.at(-1);
  if (!(resumed && begin)) return null;
  const left = placeOf(line, begin.from);
  const isRight = left > 60;
  return (
    <span
      aria-hidden="true"
      style={isRight ? { right: `${100 - left}%` } : { left: `${left}%` }}
      className="absolute top-[30px] whitespace-nowrap pl-1.5 text-[10px] text-ink-3 leading-3"
    >
      {resumedText(resumed)}
    </span>
  );
}

function resumedText({ attempt, step, lostMs }: NonNullable<AttemptLine["resumed"]>): string {
  const where = step === null ? `resumed from attempt ${attempt}` : `resumed from step ${step}`;
  return lostMs === undefined || lostMs < 1000 ? where : `${where}; ${formatDuration(lostMs)} of work lost`;
}

/** The row in words, for whoever does not see the bars. */
function describe({ attempt, segments, checkpoints, resumed }: AttemptLine): string {
  const phases = segments.map(({ phase, from, to }) => `${phaseWords[phase].toLowerCase()} for ${formatDuration(to - from)}`);
  const kept = checkpoints.length === 0 ? [] : [`${checkpoints.length} checkpoints kept`];
  const end = attempt.outcome === null ? [] : [attempt.reason ?? attempt.outcome, blameText(attempt.outcome)];
  return [`Attempt ${attempt.number}`, ...(resumed ? [resumedText(resumed)] : []), ...phases, ...kept, ...end].filter(Boolean).join(", ");
}
