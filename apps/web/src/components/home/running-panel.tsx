"use client";
import { fromMetricNumber } from "@plumbline/contracts/experiments/metric";
import type { Run } from "@plumbline/contracts/experiments/run";
import { Sparkline } from "@plumbline/ui/charts/sparkline";
import { Figure } from "@plumbline/ui/figure";
import { Panel, PanelRow } from "@plumbline/ui/panel";
import { Duration } from "@plumbline/ui/time";
import Link from "next/link";
import { lastValue, leadMetric } from "#src/domains/experiments/run/run-facts.ts";
import { RunStatus } from "#src/domains/experiments/run/run-status.tsx";
import { useLiveCurves } from "#src/domains/experiments/runs/use-live-curves.ts";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { colorOf, nameOf, type RunsProps } from "./runs-of-home.ts";

/** The course of each run's metric, by the run's id. */
function useCourses(runs: readonly Run[]): (runId: string) => number[] {
  const leads = new Map(runs.map((run) => [run.runId, leadMetric(run)?.key]));
  const keys = [...new Set(leads.values())].filter((key) => key !== undefined);
  const { data } = useLiveCurves({ runIds: runs.map(({ runId }) => runId), keys });
  return (runId) =>
    data?.curves
      .find((curve) => curve.runId === runId && curve.key === leads.get(runId))
      ?.points.map(({ value }) => fromMetricNumber(value)) ?? [];
}

export function RunningPanel({ runs, experiments }: RunsProps) {
  const { workspace } = useViewer();
  const courseOf = useCourses(runs);
  return (
    <Panel title="Running now" aside={runs.length} flush>
      {runs.map((run) => {
        const metric = leadMetric(run);
        const course = courseOf(run.runId);
        return (
          <PanelRow key={run.runId} className="grid-cols-[minmax(0,1.2fr)_100px_minmax(0,1fr)_auto_64px] sm:grid!">
            <div className="min-w-0 flex-1">
              <Link href={paths.run(workspace, run.runId)} className="block truncate font-medium hover:underline">
                {run.name}
              </Link>
              <span className="block truncate text-ink-3 text-small">{nameOf(experiments, run.experimentId)}</span>
            </div>
            <span className="hidden sm:block">{course.length > 1 && <Sparkline values={course} color={colorOf(run)} />}</span>
            <span className="hidden truncate text-ink-2 sm:block">
              {metric ? (
                <>
                  {metric.key} <Figure value={lastValue(metric)} className="text-ink" />
                </>
              ) : (
                "no metric yet"
              )}
            </span>
            <RunStatus status={run.status} />
            <Duration from={run.startTime} until={undefined} className="text-right text-ink-2 tabular-nums" />
          </PanelRow>
        );
      })}
    </Panel>
  );
}
