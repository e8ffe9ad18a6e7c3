"use client";
import type { Curve } from "@plumbline/contracts/experiments/metric";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { LineChart } from "@plumbline/ui/charts/line-chart";
import { type ReactNode, useMemo } from "react";
import type { MachineKey, Measure } from "./machine.ts";
import { asPercent, type Band, memoryUnit, mostOf, resourceCurves } from "./resource-curves.ts";

const titles: Readonly<Record<Measure, string>> = {
  "sm-active": "SM active",
  busy: "Busy: some kernel ran",
  "gpu-memory": "GPU memory",
  cpu: "CPU",
  memory: "Memory",
  disk: "Disk",
};
/** A sampler that paused leaves a gap: so many times the usual distance between two samples. */
const gapFactor = 4;
const headroom = 1.1;
const mostSwatches = 8;

export interface ResourceChartProps {
  measure: Measure;
  keys: readonly MachineKey[];
  curves: readonly Curve[];
  job: JobDetail;
  from: number;
  gaps: readonly Band[];
  range: readonly [number, number] | undefined;
  onRange: (range: readonly [number, number] | undefined) => void;
  isLive: boolean;
  /** In one of several charts of the same GPUs or nodes. */
  hasLegend: boolean;
  aside?: ReactNode;
}

/** One measure over time; attempts are parted by a gap. */
export function ResourceChart({ measure, keys, curves, job, from, gaps, hasLegend, ...chart }: ResourceChartProps) {
  const isPercent = measure === "sm-active" || measure === "busy" || measure === "cpu";
  const most = mostOf(keys, curves);
  const { name, value } = memoryUnit(most);
  const series = useMemo(
    () => resourceCurves(keys, curves, { from, value: isPercent ? asPercent : value }),
    [keys, curves, from, isPercent, value],
  );
  // Drawn against its whole: what is a tenth busy looks so. Several processes of one core may pass 100 %.
  const top = isPercent ? Math.max(100, most) : Math.max(1, value(most)) * headroom;
  if (keys.length === 0) return null;
  return (
    <LineChart
      {...chart}
      title={titles[measure]}
      series={series}
      unit={isPercent ? "%" : name}
      domain={[0, top]}
      xLabel="time"
      height={188}
      syncKey={`${job.id} resources`}
      gapFactor={gapFactor}
      bands={gaps}
      hasLegend={keys.length > 1 && keys.length <= mostSwatches && hasLegend}
    />
  );
}
