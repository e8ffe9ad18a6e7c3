import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { Figure } from "@plumbline/ui/figure";
import { Panel } from "@plumbline/ui/panel";
import { Status, type StatusShape } from "@plumbline/ui/status";
import { Cell, Table } from "#src/components/table.tsx";

type Check = NonNullable<JobDetail["reproducibility"]>;

const verdicts: Readonly<Record<Check["verdict"], { shape: StatusShape; text: string }>> = {
  pass: { shape: "good", text: "Reproduced within the tolerance" },
  fail: { shape: "bad", text: "Not reproduced: a metric lies outside the tolerance" },
  inconclusive: { shape: "warn", text: "Cannot be said: a metric is missing" },
};

const headings = [
  { label: "Metric" },
  { label: "Original", align: "end" as const },
  { label: "Repeated", align: "end" as const },
  { label: "Tolerance", align: "end" as const },
  { label: "Verdict" },
];

/** Whether a repetition gave what the original gave. */
export function ReproducibilityPanel({ check }: { check: Check }) {
  const { shape, text } = verdicts[check.verdict];
  return (
    <Panel title="Reproducibility" aside={<Status shape={shape}>{text}</Status>} flush>
      <Table label="Metrics, original and repeated" headings={headings}>
        {check.metrics.map((metric) => (
          <tr key={metric.name}>
            <Cell className="font-medium">{metric.name}</Cell>
            <Cell align="end">
              <Figure value={metric.original} />
            </Cell>
            <Cell align="end">
              {metric.repeated === null ? <span className="text-ink-3">not logged</span> : <Figure value={metric.repeated} />}
            </Cell>
            <Cell align="end" className="text-ink-2">
              <Figure value={metric.tolerance * 100} unit="%" />
            </Cell>
            <Cell>
              <Status shape={metric.isWithin ? "good" : "bad"}>{metric.isWithin ? "Within" : "Outside"}</Status>
            </Cell>
          </tr>
        ))}
      </Table>
      {check.evidenceId !== null && (
        <p className="border-t px-3 py-2 text-ink-3 text-small">Recorded as evidence of the versions that came of the original run.</p>
      )}
    </Panel>
  );
}
