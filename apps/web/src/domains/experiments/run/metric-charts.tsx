"use client";
import type { Curve, MetricSummary } from "@plumbline/contracts/experiments/metric";
import { ChartGrid } from "@plumbline/ui/charts/chart-grid";
import { LineChart } from "@plumbline/ui/charts/line-chart";
import { Figure } from "@plumbline/ui/figure";
import { formatCount } from "@plumbline/ui/format/number";
import { formatDuration } from "@plumbline/ui/format/time";
import { Skeleton } from "@plumbline/ui/skeleton";
import { Segments } from "@plumbline/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { curvesQuery } from "../queries.ts";
import { metricValue } from "../runs/run-columns.tsx";
import { type Axis, groupCurves, pointCounts, stepsWithin } from "./curves.ts";
import type { MetricGroup } from "./metric-groups.ts";
import { isClerical, isLowGood } from "./metric-rank.ts";
import { useRun } from "./run-context.tsx";

const axes = [
  { value: "step", label: "Step" },
  { value: "time", label: "Time" },
] as const;

/** What the charts below share: where the cursor is, and what runs along the bottom. */
export function ChartBar(props: { axis: Axis; onAxis: (axis: Axis) => void; cursor: number | undefined; children?: ReactNode }) {
  const { axis, cursor } = props;
  return (
    <div className="flex min-h-6 flex-wrap items-center gap-x-3.5 gap-y-1.5 text-ink-2 text-small">
      {props.children}
      <span className="ml-auto tabular-nums">
        {cursor !== undefined && (axis === "step" ? `Cursor at step ${formatCount(cursor)}` : `Cursor at ${formatDuration(cursor * 1000)}`)}
      </span>
      <Segments size="small" label="Bottom axis" value={axis} onChange={props.onAxis} options={axes} />
    </div>
  );
}

/** Of a range every point is drawn, up to so many. */
const pointsOfRange = 5_000;

export interface MetricChartsProps {
  groups: readonly MetricGroup[];
  axis: Axis;
  color: number;
  isLog?: boolean;
  smoothing?: number;
  height?: number;
  onCursor?: (x: number | undefined) => void;
}

/** Charts of one run that share their cursor and the range looked at; a narrower range is read again, more closely. */
export function MetricCharts({ groups, axis, color, isLog = false, smoothing = 0, height = 150, onCursor }: MetricChartsProps) {
  const api = useApi();
  const run = useRun();
  const [range, setRange] = useState<readonly [number, number]>();
  const keys = useMemo(() => groups.flatMap(({ members }) => members.map(({ key }) => key)), [groups]);
  const curves = useQuery(curvesQuery(api, { runIds: [run.runId], keys }));
  const { startTime } = run;
  const asked = useMemo(
    () => range && curves.data && stepsWithin(curves.data.curves, { axis, startTime, range }),
    [range, curves.data, axis, startTime],
  );
  const closely = useQuery(curvesQuery(api, { runIds: [run.runId], keys: asked ? keys : [], maxPoints: pointsOfRange, ...asked }));
  const close = asked && !closely.isPlaceholderData ? closely.data : undefined;
  const isLive = run.status === "RUNNING";
  return (
    <Loaded query={curves} what="The curves" skeleton={<ChartSkeletons count={groups.length} height={height} />}>
      {(data) => (
        <ChartGrid>
          {groups.map((group) => (
            <GroupChart
              key={group.title}
              group={group}
              curves={(close ?? data).curves}
              metrics={run.metrics}
              chart={{
                axis,
                isLog,
                smoothing,
                height,
                isLive,
                range,
                onRange: setRange,
                syncKey: run.runId,
                ...(onCursor && { onCursor }),
              }}
              context={{ axis, startTime, color }}
              isClose={close !== undefined}
            />
          ))}
        </ChartGrid>
      )}
    </Loaded>
  );
}

interface GroupChartProps {
  group: MetricGroup;
  curves: readonly Curve[];
  metrics: readonly MetricSummary[];
  context: Parameters<typeof groupCurves>[2];
  /** What is drawn was read for the range that is looked at. */
  isClose: boolean;
  chart: { axis: Axis } & Omit<Parameters<typeof LineChart>[0], "title" | "series" | "xLabel" | "aside">;
}

function GroupChart({ group, curves, metrics, context, isClose, chart: { axis, ...chart } }: GroupChartProps) {
  const { startTime, color } = context;
  const series = useMemo(() => groupCurves(group, curves, { axis, startTime, color }), [group, curves, axis, startTime, color]);
  const { drawn, total } = pointCounts(group, curves);
  const best = bestOf(
    group.members[0]?.key ?? "",
    metrics.find(({ key }) => key === group.members[0]?.key),
  );
  const aside = (
    <span className="flex items-baseline gap-2">
      {drawn < total && (
        <span
          className="text-ink-3 text-small"
          title="Thinned for drawing: every minimum and maximum is kept. Drag over a range to look closer."
        >
          {formatCount(drawn)} of {formatCount(total)}
        </span>
      )}
      {drawn === total && isClose && <span className="text-ink-3 text-small">all {formatCount(total)} points</span>}
      {best && (
        <span>
          {best.word} <Figure value={best.value} className="font-semibold text-ink" />
        </span>
      )}
    </span>
  );
  return <LineChart {...chart} title={group.title} series={series} xLabel={axis} aside={aside} />;
}

/** The greatest or the least value, by what the name says is good; of a learning rate neither is. */
function bestOf(key: string, metric: MetricSummary | undefined): { word: "min" | "max"; value: number } | undefined {
  if (isClerical(key)) return undefined;
  const word = isLowGood(key) ? "min" : "max";
  const value = metricValue(metric, word);
  return value === undefined || metric?.count === 1 ? undefined : { word, value };
}

const headerHeight = 42;

function ChartSkeletons({ count, height }: { count: number; height: number }) {
  return (
    <div role="status" aria-label="The curves are being read">
      <ChartGrid>
        {Array.from({ length: Math.min(count, 6) }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: places of charts, nothing more
          <div key={at} style={{ height: height + headerHeight }} className="rounded-lg border bg-surface p-3">
            <Skeleton width={90} />
          </div>
        ))}
      </ChartGrid>
    </div>
  );
}
