"use client";
import { fromMetricNumber } from "@plumbline/contracts/experiments/metric";
import { ChartGrid, chartHeight } from "@plumbline/ui/charts/chart-grid";
import { assignColors } from "@plumbline/ui/charts/colors";
import { LineChart } from "@plumbline/ui/charts/line-chart";
import { CodeBlock } from "@plumbline/ui/code-block";
import { EmptyState } from "@plumbline/ui/states";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { curvesQuery } from "../queries.ts";
import { systemName } from "./curves.ts";
import { useRun } from "./run-context.tsx";
import { splitMetrics } from "./run-facts.ts";
import { RunSkeleton } from "./run-skeleton.tsx";

/** A sampler that paused leaves a gap: so many times the usual distance between two samples. */
const gapFactor = 4;
const mostCurves = 50;
/** A share is drawn against its whole: a processor between 82 and 90 % was busy all along. */
const wholePercent = [0, 100] as const;

/** The machine while the run went on. */
export function SystemPart() {
  const api = useApi();
  const run = useRun();
  const [range, setRange] = useState<readonly [number, number]>();
  const keys = useMemo(() => splitMetrics(run.metrics).system.map(({ key }) => key), [run.metrics]);
  const curves = useQuery(curvesQuery(api, { runIds: [run.runId], keys: keys.slice(0, mostCurves) }));
  const color = assignColors([run.runId]).get(run.runId) ?? 1;
  const charts = useMemo(
    () =>
      (curves.data?.curves ?? []).map((curve) => ({
        key: curve.key,
        ...systemName(curve.key),
        series: [
          {
            id: curve.key,
            label: curve.key,
            color,
            points: curve.points.map(({ timestamp, value }) => ({ x: (timestamp - run.startTime) / 1000, y: fromMetricNumber(value) })),
          },
        ],
      })),
    [curves.data, color, run.startTime],
  );
  if (keys.length === 0) return <NotSampled />;
  return (
    <Loaded query={curves} what="The machine's metrics" skeleton={<RunSkeleton />}>
      {() => (
        <ChartGrid>
          {charts.map(({ key, title, unit, series }) => (
            <LineChart
              key={key}
              title={title}
              series={series}
              {...(unit && { unit })}
              {...(unit === "%" && { domain: wholePercent })}
              xLabel="time"
              height={chartHeight(charts.length)}
              syncKey={`${run.runId} system`}
              gapFactor={gapFactor}
              isLive={run.status === "RUNNING"}
              range={range}
              onRange={setRange}
            />
          ))}
        </ChartGrid>
      )}
    </Loaded>
  );
}

function NotSampled() {
  return (
    <section className="rounded-lg border bg-surface">
      <EmptyState title="The machine was not sampled">
        <p className="mb-3">The client samples processor, memory, disk, network and GPUs when it is told to:</p>
        <CodeBlock
          className="text-left"
          label="Switch on system metrics"
          language="shell"
          code={"pip install psutil\nexport MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING=true"}
        />
      </EmptyState>
    </section>
  );
}
