"use client";
import type { Attempt } from "@plumbline/contracts/jobs/job";
import { Button } from "@plumbline/ui/button";
import { countText, formatBytes, formatCount } from "@plumbline/ui/format/number";
import { Select } from "@plumbline/ui/input";
import { Kbd } from "@plumbline/ui/kbd";
import { ArrowDownToLine } from "lucide-react";
import { partRange } from "./log-pages.ts";
import type { LogTail } from "./log-tail.ts";

/** The parts that a very long log is shown in. */
export interface Parts {
  part: number;
  count: number;
  choose: (part: number | undefined) => void;
}

interface Props {
  tail: LogTail;
  attempt: Attempt;
  parts: Parts | undefined;
  follow: { isOn: boolean; set: (isOn: boolean) => void };
}

/** How much there is, what is missing, and what cannot be in it. */
export function LogFoot({ tail, attempt, parts, follow }: Props) {
  const total = tail.last;
  return (
    <footer className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1 border-t px-3 py-1.5 text-ink-3 text-small">
      <span className="tabular-nums">
        {countText(total, "line")}
        {attempt.log.sizeBytes > 0 && `, ${formatBytes(attempt.log.sizeBytes)}`}, <Lost lines={tail.lostLines} />
      </span>
      {parts && parts.count > 1 && <PartSelect parts={parts} total={total} follow={follow} />}
      <span className="ml-auto">secrets masked</span>
      <span className="whitespace-nowrap max-sm:hidden">
        <Kbd>/</Kbd> search <Kbd>n</Kbd> next <Kbd>f</Kbd> follow
      </span>
      {!follow.isOn && (
        <Button size="small" onClick={() => follow.set(true)}>
          <ArrowDownToLine className="icon-small" aria-hidden="true" />
          To the end
        </Button>
      )}
    </footer>
  );
}

function Lost({ lines }: { lines: number }) {
  if (lines === 0) return "none lost";
  return <span className="text-warn">{countText(lines, "line")} lost or beyond what is kept</span>;
}

function PartSelect({ parts, total, follow }: { parts: Parts; total: number; follow: Props["follow"] }) {
  return (
    <span className="w-56">
      <Select
        aria-label="Part of the log"
        value={parts.part}
        onChange={(event) => {
          follow.set(false);
          parts.choose(Number(event.target.value));
        }}
        className="h-6!"
      >
        {Array.from({ length: parts.count }, (_, part) => {
          const { before, count } = partRange(part, total);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a part is its number
            <option key={part} value={part}>
              Lines {formatCount(before + 1)} to {formatCount(before + count)}
            </option>
          );
        })}
      </Select>
    </span>
  );
}
