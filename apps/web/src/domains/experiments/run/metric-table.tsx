"use client";
import { fromMetricNumber, type MetricNumber, type MetricSummary } from "@plumbline/contracts/experiments/metric";
import { Count, Figure } from "@plumbline/ui/figure";
import { Cell, Table } from "#src/components/table.tsx";

const headings = [
  { label: "Metric" },
  { label: "Last", align: "end" as const },
  { label: "Min", align: "end" as const },
  { label: "Max", align: "end" as const },
  { label: "Mean", align: "end" as const },
  { label: "First", align: "end" as const },
  { label: "Last step", align: "end" as const },
  { label: "Points", align: "end" as const },
];

export function MetricTable({ metrics }: { metrics: readonly MetricSummary[] }) {
  return (
    <section className="overflow-hidden rounded-lg border bg-surface">
      <Table label="Metrics" headings={headings}>
        {metrics.map((metric) => (
          <tr key={metric.key}>
            <Cell className="code max-w-80 truncate">{metric.key}</Cell>
            <Cell align="end" className="font-semibold">
              <Value value={metric.last.value} />
            </Cell>
            <Cell align="end">
              <Value value={metric.min} />
            </Cell>
            <Cell align="end">
              <Value value={metric.max} />
            </Cell>
            <Cell align="end">
              <Value value={metric.mean} />
            </Cell>
            <Cell align="end">
              <Value value={metric.first.value} />
            </Cell>
            <Cell align="end" className="text-ink-2">
              <Count value={metric.last.step} />
            </Cell>
            <Cell align="end" className="text-ink-2">
              <Count value={metric.count} />
            </Cell>
          </tr>
        ))}
      </Table>
      {metrics.length === 0 && <p className="px-3 py-3 text-ink-3">No metric has this in its name.</p>}
    </section>
  );
}

function Value({ value }: { value: MetricNumber | null }) {
  return value === null ? <span className="text-ink-3">only NaN</span> : <Figure value={fromMetricNumber(value)} />;
}
