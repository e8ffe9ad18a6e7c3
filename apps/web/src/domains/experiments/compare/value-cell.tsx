import { Figure } from "@plumbline/ui/figure";
import { exactNumber } from "@plumbline/ui/format/number";
import { formatDuration } from "@plumbline/ui/format/time";
import { clsx } from "clsx";
import { commitRow, durationRow, type KeyRow } from "./key-rows.ts";
import type { RowCell } from "./row-cells.ts";
import { signed, signedPercent } from "./signed.ts";

const tones = { better: "text-good", worse: "text-bad" };

export interface ValueCellProps {
  row: KeyRow;
  cell: RowCell;
  isBest: boolean;
  /** Changes as shares of the baseline's value, where it is not zero. */
  isRelative: boolean;
}

/** What a run has, and how far a metric is from the baseline's; what differs from the baseline stands out. */
export function ValueCell({ row, cell, isBest, isRelative }: ValueCellProps) {
  const { value, isAsBaseline } = cell;
  if (value === undefined) return <Text value="none" isAsBaseline={isAsBaseline} isPlain />;
  if (typeof value === "string") return <Text value={shownText(row, value)} title={value} isAsBaseline={isAsBaseline} />;
  if (row.id === durationRow) return <Text value={formatDuration(value * 1000)} isAsBaseline={isAsBaseline} isPlain />;
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Figure value={value} className={clsx(isBest && "font-semibold")} />
      <Change cell={cell} isRelative={isRelative} />
    </span>
  );
}

function Text({
  value,
  title,
  isAsBaseline,
  isPlain = false,
}: {
  value: string;
  title?: string;
  isAsBaseline: boolean;
  isPlain?: boolean;
}) {
  return (
    <span
      title={title}
      className={clsx("truncate", !isPlain && "code", isAsBaseline ? "text-ink-3" : "rounded-sm bg-accent-soft px-1.5 py-0.5 text-accent")}
    >
      {value}
    </span>
  );
}

const shownText = (row: KeyRow, value: string): string => (row.id === commitRow ? value.slice(0, 8) : value);

function Change({ cell: { change, relative, verdict }, isRelative }: { cell: RowCell; isRelative: boolean }) {
  if (change === undefined || change === 0) return null;
  const title = [exactNumber(change), relative !== undefined && signedPercent(relative), verdict].filter(Boolean).join(", ");
  return (
    <span title={title} className={clsx("text-small", verdict ? tones[verdict] : "text-ink-3")}>
      {isRelative && relative !== undefined ? signedPercent(relative) : signed(change)}
      {verdict && <span className="sr-only">, {verdict}</span>}
    </span>
  );
}
