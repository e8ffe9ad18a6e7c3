"use client";
import type { ExperimentSummary } from "@plumbline/contracts/experiments/experiment";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { WorkspaceUsage } from "@plumbline/contracts/workspaces";
import { Bytes, Count, Figure } from "@plumbline/ui/figure";
import { countText } from "@plumbline/ui/format/number";
import { KeyValues } from "@plumbline/ui/key-values";
import { Panel, PanelRow } from "@plumbline/ui/panel";
import { EmptyState } from "@plumbline/ui/states";
import { Swatch } from "@plumbline/ui/status";
import { Duration, Time } from "@plumbline/ui/time";
import Link from "next/link";
import { Cell, Table } from "#src/components/table.tsx";
import { lastValue, leadMetric } from "#src/domains/experiments/run/run-facts.ts";
import { RunStatus } from "#src/domains/experiments/run/run-status.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { colorOf, nameOf, type RunsProps } from "./runs-of-home.ts";

const link = "font-medium text-accent text-small hover:underline";

const headings = [
  { label: "Name" },
  { label: "Status" },
  { label: "Experiment", className: "max-sm:hidden" },
  { label: "Metric, last", align: "end" as const },
  { label: "Duration", align: "end" as const },
  { label: "Started", align: "end" as const },
];
const mostRecent = 10;

export function RecentPanel({ runs, experiments }: RunsProps) {
  const { workspace } = useViewer();
  const all = (
    <Link href={paths.experiments(workspace)} className={link}>
      All experiments
    </Link>
  );
  if (runs.length === 0) {
    const start = (
      <Link href={`${paths.home(workspace)}?start=1`} className={link}>
        Send the first run
      </Link>
    );
    return (
      <Panel title="Recent runs" flush>
        <EmptyState title="No runs yet" action={start}>
          They show here by themselves as clients log them.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel title="Recent runs" actions={all} flush>
      <Table label="Recent runs" headings={headings}>
        {runs.slice(0, mostRecent).map((run) => (
          <RecentRow key={run.runId} run={run} experiment={nameOf(experiments, run.experimentId)} />
        ))}
      </Table>
    </Panel>
  );
}

function RecentRow({ run, experiment }: { run: Run; experiment: string }) {
  const { workspace } = useViewer();
  const metric = leadMetric(run);
  return (
    <tr>
      <Cell className="font-medium">
        <Link href={paths.run(workspace, run.runId)} className="flex items-center gap-2.5 hover:underline">
          <Swatch color={colorOf(run)} />
          <span className="max-w-28 truncate sm:max-w-52" title={run.name}>
            {run.name}
          </span>
        </Link>
      </Cell>
      <Cell>
        <RunStatus status={run.status} />
      </Cell>
      <Cell className="max-w-44 truncate text-ink-2 max-sm:hidden">
        <Link href={paths.experiment(workspace, run.experimentId)} className="hover:underline">
          {experiment}
        </Link>
      </Cell>
      <Cell align="end">
        {metric && (
          <>
            <span className="text-ink-3">{metric.key}</span> <Figure value={lastValue(metric)} />
          </>
        )}
      </Cell>
      <Cell align="end" className="text-ink-2">
        <Duration from={run.startTime} until={run.endTime ?? undefined} />
      </Cell>
      <Cell align="end" className="text-ink-3">
        <Time at={run.startTime} />
      </Cell>
    </tr>
  );
}

const mostExperiments = 6;

export function ExperimentsPanel({ experiments }: { experiments: readonly ExperimentSummary[] }) {
  const { workspace } = useViewer();
  return (
    <Panel title="Experiments" aside={experiments.length} flush>
      {experiments.slice(0, mostExperiments).map((item) => (
        <PanelRow key={item.experimentId}>
          <div className="min-w-0 flex-1">
            <Link href={paths.experiment(workspace, item.experimentId)} className="block truncate font-medium hover:underline">
              {item.name}
            </Link>
            <span className="block truncate text-ink-3 text-small">
              {countText(item.runCount, "run")}
              {item.bestMetric && (
                <>
                  , best {item.bestMetric.key} <Figure value={item.bestMetric.value} />
                </>
              )}
            </span>
          </div>
          {item.lastRunTime !== null && <Time at={item.lastRunTime} className="text-ink-3 text-small" />}
        </PanelRow>
      ))}
    </Panel>
  );
}

export function HoldingsPanel({ usage }: { usage: WorkspaceUsage }) {
  return (
    <Panel title="In this workspace">
      <KeyValues
        rows={[
          ["Experiments", <Count key="e" value={usage.experiments} />],
          ["Runs", <Count key="r" value={usage.runs} />],
          ["Metric points", <Count key="p" value={usage.metricPoints} />],
          [
            "Files",
            <span key="f">
              <Count value={usage.artifacts} /> in <Bytes value={usage.artifactBytes} />
            </span>,
          ],
        ]}
      />
    </Panel>
  );
}
