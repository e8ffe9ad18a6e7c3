"use client";
import type { MetricSummary } from "@plumbline/contracts/experiments/metric";
import { assignColors } from "@plumbline/ui/charts/colors";
import { EmptyState } from "@plumbline/ui/states";
import Link from "next/link";
import { useMemo, useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { Pictures } from "../../artifacts/pictures.tsx";
import { RunStoragePanel } from "../storage/run-storage-panel.tsx";
import { ChildRuns } from "./child-runs.tsx";
import { ConditionsPanel } from "./conditions-panel.tsx";
import type { Axis } from "./curves.ts";
import { DatasetInputs } from "./dataset-inputs.tsx";
import { LineageStrip } from "./lineage-strip.tsx";
import { LoggedModels } from "./logged-models.tsx";
import { ChartBar, MetricCharts } from "./metric-charts.tsx";
import { groupMetrics } from "./metric-groups.ts";
import { rankMetrics } from "./metric-rank.ts";
import { useRun } from "./run-context.tsx";
import { splitMetrics } from "./run-facts.ts";
import { SystemStrip } from "./system-strip.tsx";
import { DiscussionPanel } from "./talk/discussion-panel.tsx";
import { NotePanel } from "./talk/note-panel.tsx";
import { ValuesBoard } from "./values-board.tsx";
import { FinalValues, ParamsPanel } from "./values-panels.tsx";

const shownCharts = 4;

/** The run on one page: how it went, under which conditions, with what it was started and what it made. */
export function Overview() {
  const run = useRun();
  const { workspace } = useApi();
  const [axis, setAxis] = useState<Axis>("step");
  const [cursor, setCursor] = useState<number>();
  const { model, system } = splitMetrics(run.metrics);
  const groups = useMemo(() => groupMetrics(rankMetrics(model.filter(({ count }) => count > 1).map(({ key }) => key))), [model]);
  const color = assignColors([run.runId]).get(run.runId) ?? 1;
  const shown = groups.slice(0, shownCharts);
  return (
    <>
      <LineageStrip run={run} />
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_400px]">
        <div className="grid min-w-0 gap-2.5">
          {shown.length > 0 ? (
            <>
              <ChartBar axis={axis} onAxis={setAxis} cursor={cursor} />
              <MetricCharts groups={shown} axis={axis} color={color} onCursor={setCursor} />
              {groups.length > shown.length && (
                <Link href={paths.run(workspace, run.runId, "metrics")} className="font-medium text-accent hover:underline">
                  {shown.length} of {groups.length} charts. All metrics
                </Link>
              )}
            </>
          ) : (
            <WithoutCurves isRunning={run.status === "RUNNING"} metrics={model} />
          )}
          <ChildRuns run={run} />
          <Pictures runId={run.runId} />
          {system.length > 0 && <SystemStrip />}
          <NotePanel run={run} />
          <DiscussionPanel run={run} />
        </div>
        <div className="grid min-w-0 gap-2.5">
          <ConditionsPanel run={run} />
          {shown.length > 0 && <FinalValues metrics={model} />}
          <ParamsPanel run={run} />
          <LoggedModels run={run} />
          <DatasetInputs run={run} />
          <RunStoragePanel runId={run.runId} />
        </div>
      </div>
    </>
  );
}

function WithoutCurves({ isRunning, metrics }: { isRunning: boolean; metrics: readonly MetricSummary[] }) {
  if (metrics.length > 0) return <ValuesBoard metrics={metrics} />;
  return (
    <section className="rounded-lg border bg-surface">
      <EmptyState title={isRunning ? "No metric yet" : "No metric was logged"}>
        {isRunning ? "Curves draw themselves as the script logs them." : "mlflow.log_metric, or autologging, would have brought some."}
      </EmptyState>
    </section>
  );
}
