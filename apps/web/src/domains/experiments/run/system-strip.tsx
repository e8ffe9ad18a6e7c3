"use client";
import { fromMetricNumber } from "@plumbline/contracts/experiments/metric";
import { assignColors } from "@plumbline/ui/charts/colors";
import { Sparkline } from "@plumbline/ui/charts/sparkline";
import { Figure } from "@plumbline/ui/figure";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo } from "react";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { curvesQuery } from "../queries.ts";
import { systemName } from "./curves.ts";
import { useRun } from "./run-context.tsx";
import { lastValue, splitMetrics } from "./run-facts.ts";

const preferred = [
  /cpu_util/,
  /system_memory_usage_perc/,
  /gpu_\d+_util/,
  /gpu_\d+_memory_usage_perc/,
  /disk_usage_perc/,
  /network_receive/,
];
const shown = 4;

/** The machine at a glance, beside the curves that it made. */
export function SystemStrip() {
  const api = useApi();
  const run = useRun();
  const metrics = useMemo(() => {
    const { system } = splitMetrics(run.metrics);
    const first = preferred.flatMap((pattern) => system.find(({ key }) => pattern.test(key)) ?? []);
    return [...new Set([...first, ...system])].slice(0, shown);
  }, [run.metrics]);
  const color = assignColors([run.runId]).get(run.runId) ?? 1;
  const curves = useQuery(curvesQuery(api, { runIds: [run.runId], keys: metrics.map(({ key }) => key) }));
  return (
    <Link
      href={paths.run(api.workspace, run.runId, "system")}
      className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line hover:border-line-strong md:auto-cols-fr md:grid-flow-col md:grid-cols-none"
    >
      {metrics.map((metric) => {
        const { title, unit } = systemName(metric.key);
        const points = curves.data?.curves.find(({ key }) => key === metric.key)?.points ?? [];
        return (
          <span key={metric.key} className="min-w-0 bg-surface px-3 py-2 max-md:last:odd:col-span-2">
            <span className="mb-1 flex justify-between gap-2 text-small">
              <span className="truncate text-ink-2">{title}</span>
              <Figure value={lastValue(metric)} {...(unit && { unit })} className="font-semibold" />
            </span>
            <Sparkline
              values={points.map(({ value }) => fromMetricNumber(value))}
              height={40}
              color={color}
              {...(unit === "%" && { domain: [0, 100] as const })}
            />
          </span>
        );
      })}
    </Link>
  );
}
