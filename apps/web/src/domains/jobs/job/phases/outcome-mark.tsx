"use client";
import { clsx } from "clsx";
import { attemptSign, blameText } from "../../words.ts";
import { type AttemptLine, placeOf, type TimeLine } from "./time-line.ts";

const looks: Readonly<Record<string, string>> = { good: "text-good", bad: "text-bad", warn: "text-warn", stopped: "text-ink-2" };
const lines: Readonly<Record<string, string>> = { good: "bg-good", bad: "bg-bad", warn: "bg-warn", stopped: "bg-ink-3" };
/** From here on, in percent, the words have more room before the end than behind it. */
const middle = 55;

/** How an attempt ended, at its end: in words, and whose fault it was not. */
export function OutcomeMark({ line, row }: { line: TimeLine; row: AttemptLine }) {
  const { attempt, endedAt } = row;
  const { shape, word } = attemptSign(attempt);
  const at = placeOf(line, endedAt ?? line.to);
  const isLeft = at > middle;
  const blame = blameText(attempt.outcome);
  return (
    <>
      <i aria-hidden="true" style={{ left: `${at}%` }} className={clsx("absolute -top-1 h-7 w-0.5 -translate-x-full", lines[shape])} />
      <span
        aria-hidden="true"
        style={isLeft ? { right: `${100 - at}%` } : { left: `${at}%` }}
        className={clsx(
          "absolute max-w-full truncate px-2 text-ink-2 text-small leading-5",
          isLeft ? "top-[22px] text-right" : "top-0 max-sm:top-[22px]",
        )}
      >
        <span className={clsx("font-medium", looks[shape])}>{attempt.reason && shape !== "good" ? capital(attempt.reason) : word}</span>
        {blame && `, ${blame}`}
      </span>
    </>
  );
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);
