"use client";
import type { Curve } from "@plumbline/contracts/experiments/metric";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { LineChart } from "@plumbline/ui/charts/line-chart";
import { useMemo } from "react";
import type { MachineKey, Measure } from "./machine.ts";
import { asGibibytes, asPercent, type Band, resourceCurves } from "./resource-curves.ts";

const titles: Readonly<Record<Measure, string>> = {
  "sm-active": "SM active",
  busy: "Busy: some kernel ran",
  "gpu-memory": "GPU memory",
  cpu: "CPU",
  memory: "Memory",
  disk: "Disk",
};
const isShare = (measure: Measure): boolean => measure === "sm-active" || measure === "busy";
/** A sampler that paused leaves a gap: so many times the usual distance between two samples. */
const gapFactor = 4;

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
}

/** One measure over time; attempts are parted by a gap. */
export function ResourceChart({ measure, keys, curves, job, from, gaps, ...chart }: ResourceChartProps) {
  const isPercent = isShare(measure) || measure === "cpu";
  const series = useMemo(
    () => resourceCurves(keys, curves, { from, value: isPercent ? asPercent : asGibibytes }),
    [keys, curves, from, isPercent],
  );
  if (keys.length === 0) return null;
  return (
    <LineChart
      {...chart}
      title={titles[measure]}
      series={series}
      unit={isPercent ? "%" : "GiB"}
      {...(isShare(measure) && { domain: [0, 100] as const })}
      xLabel="time"
      height={150}
      syncKey={`${job.id} resources`}
      gapFactor={gapFactor}
      bands={gaps}
      hasLegend={keys.length > 8}
    />
  );
}
