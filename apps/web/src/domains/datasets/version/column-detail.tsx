"use client";
import type { ColumnProfile, NumberProfile } from "@plumbline/contracts/datasets/profile";
import { Button } from "@plumbline/ui/button";
import { Bars } from "@plumbline/ui/charts/bars";
import { Count, Figure } from "@plumbline/ui/figure";
import { KeyValues } from "@plumbline/ui/key-values";
import { useState } from "react";
import { Cell, Table } from "#src/components/table.tsx";
import { binEnds, cellText, distinctText, shareText, typeWords } from "./cell-text.ts";

export interface ColumnDetailProps {
  column: ColumnProfile;
  rowCount: number;
  onClose: () => void;
}

/** Everything that is known of one column. */
export function ColumnDetail({ column, rowCount, onClose }: ColumnDetailProps) {
  const { numbers, topValues } = column;
  return (
    <section aria-label={`Column ${column.name}`} className="border-b bg-sunken p-3">
      <header className="mb-2.5 flex items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate font-semibold" title={column.name}>
          {column.name}
        </h3>
        <Button size="small" onClick={onClose}>
          Close
        </Button>
      </header>
      <div className="grid gap-4 md:grid-cols-2">
        <div>
          <KeyValues
            rows={[
              ["Type", `${typeWords[column.type]} (${column.storedType})`],
              ["Missing", `${column.nullCount} of ${rowCount} rows, ${shareText(column.nullCount, rowCount)}`],
              column.distinctCount === null ? null : ["Distinct", distinctText(column)],
              column.min === null ? null : ["Least", cellText(column.min)],
              column.max === null ? null : ["Greatest", cellText(column.max)],
              ...(numbers ? numberRows(numbers) : []),
            ]}
          />
        </div>
        <div className="grid min-w-0 content-start gap-3">
          {numbers && <Histogram numbers={numbers} />}
          {topValues && topValues.length > 0 && <TopValues values={topValues} rowCount={rowCount} />}
        </div>
      </div>
    </section>
  );
}

function numberRows(numbers: NumberProfile) {
  const { quantiles, areQuantilesExact } = numbers;
  const about = areQuantilesExact ? "" : ", estimated";
  return [
    ["Mean", <Figure key="m" value={numbers.mean} />] as const,
    numbers.standardDeviation === null ? null : (["Std deviation", <Figure key="s" value={numbers.standardDeviation} />] as const),
    [
      "Quantiles",
      <span key="q" className="tabular-nums">
        {[quantiles.p5, quantiles.p25, quantiles.p50, quantiles.p75, quantiles.p95].map(cellText).join(" · ")}
        <span className="block text-ink-3 text-small">5, 25, 50, 75 and 95 %{about}</span>
      </span>,
    ] as const,
    numbers.notANumberCount === 0 ? null : (["Not a number", <Count key="n" value={numbers.notANumberCount} />] as const),
    numbers.infiniteCount === 0 ? null : (["Infinite", <Count key="i" value={numbers.infiniteCount} />] as const),
  ];
}

/** The bars, and the same as a table. */
function Histogram({ numbers: { histogram } }: { numbers: NumberProfile }) {
  const [isTable, setTable] = useState(false);
  return (
    <figure className="min-w-0">
      {isTable ? (
        <div className="max-h-52 overflow-y-auto">
          <Table
            label="Rows by value"
            headings={[
              { label: "From", align: "end" },
              { label: "To", align: "end" },
              { label: "Rows", align: "end" },
            ]}
          >
            {binEnds(histogram).map((bin) => (
              <tr key={bin.from}>
                <Cell align="end">{cellText(bin.from)}</Cell>
                <Cell align="end">{cellText(bin.to)}</Cell>
                <Cell align="end">{bin.count}</Cell>
              </tr>
            ))}
          </Table>
        </div>
      ) : (
        <>
          <Bars counts={histogram.counts} height={96} />
          <div className="flex justify-between border-t pt-1 text-ink-3 text-small tabular-nums">
            <span>{cellText(histogram.from)}</span>
            <span>{cellText(histogram.to)}</span>
          </div>
        </>
      )}
      <figcaption className="mt-1 flex items-center gap-2 text-ink-3 text-small">
        <span className="flex-1">
          Rows by value, in {histogram.counts.length === 1 ? "one bin" : `${histogram.counts.length} bins of equal width`}
        </span>
        <Button size="small" tone="ghost" onClick={() => setTable(!isTable)}>
          {isTable ? "As bars" : "As a table"}
        </Button>
      </figcaption>
    </figure>
  );
}

function TopValues({ values, rowCount }: { values: NonNullable<ColumnProfile["topValues"]>; rowCount: number }) {
  const most = Math.max(1, ...values.map(({ count }) => count));
  return (
    <div>
      <h4 className="mb-1 font-medium">Most frequent values</h4>
      <ul className="grid gap-1">
        {values.map(({ value, count }) => (
          <li key={`${typeof value} ${String(value)}`} className="grid grid-cols-[minmax(0,1fr)_72px_56px_56px] items-center gap-2">
            <span className="truncate" title={String(value)}>
              {value === "" ? "(empty text)" : cellText(value)}
            </span>
            <span aria-hidden="true" className="block h-1.5 rounded-full bg-line">
              <span className="block h-full rounded-full bg-[var(--s1)]" style={{ width: `${(100 * count) / most}%` }} />
            </span>
            <Count value={count} className="text-right" />
            <span className="text-right text-ink-3 tabular-nums">{shareText(count, rowCount)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
