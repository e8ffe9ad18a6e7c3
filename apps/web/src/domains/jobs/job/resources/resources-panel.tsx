"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { Segments } from "@plumbline/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { curvesQuery } from "#src/domains/experiments/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { ResourcesSkeleton } from "../view-skeletons.tsx";
import { type MachineKey, type Measure, machineKeys } from "./machine.ts";
import { NotSampled } from "./not-sampled.tsx";
import { ResourceChart } from "./resource-chart.tsx";
import { attemptGaps } from "./resource-curves.ts";

const gpuWords = { "sm-active": "SM active", busy: "Busy" } as const;
type GpuMeasure = keyof typeof gpuWords;
const mostCurves = 50;

/** What the job used of the machine over time. Only what was measured is shown, each measure under its own name. */
export function ResourcesPanel({ job, run }: { job: JobDetail; run: Run | undefined }) {
  const keys = useMemo(() => machineKeys(run?.metrics ?? []), [run?.metrics]);
  if (!run || keys.size === 0) return <NotSampled job={job} />;
  return <Measured job={job} run={run} keys={keys} />;
}

function Measured({ job, run, keys }: { job: JobDetail; run: Run; keys: Map<Measure, MachineKey[]> }) {
  const api = useApi();
  const url = useUrlState();
  const [range, setRange] = useState<readonly [number, number]>();
  const measured = (Object.keys(gpuWords) as GpuMeasure[]).filter((measure) => keys.has(measure));
  const gpu = measured.find((measure) => measure === url.get("gpu")) ?? measured[0];
  const shown: Measure[] = gpu ? [gpu, "gpu-memory"] : ["cpu", "memory"];
  const asked = shown.flatMap((measure) => keys.get(measure) ?? []).slice(0, mostCurves);
  const curves = useQuery(curvesQuery(api, { runIds: [run.runId], keys: asked.map(({ key }) => key) }));
  const from = Date.parse(job.startedAt ?? job.submittedAt);
  const gaps = useMemo(() => attemptGaps(job.attemptList, from), [job.attemptList, from]);
  return (
    <Loaded query={curves} what="The use of resources" skeleton={<ResourcesSkeleton />}>
      {(data) => (
        <section aria-label="Use of resources" className="grid min-w-0 gap-3">
          {shown.map((measure, at) => (
            <ResourceChart
              key={measure}
              measure={measure}
              keys={keys.get(measure) ?? []}
              curves={data.curves}
              job={job}
              from={from}
              gaps={gaps}
              range={range}
              onRange={setRange}
              isLive={run.status === "RUNNING"}
              hasLegend={at === 0}
              aside={
                at === 0 &&
                gpu &&
                measured.length > 1 && (
                  <Segments
                    size="small"
                    label="Measure of the GPUs"
                    value={gpu}
                    onChange={(next) => url.set({ gpu: next })}
                    options={measured.map((value) => ({ value, label: gpuWords[value] }))}
                  />
                )
              }
            />
          ))}
        </section>
      )}
    </Loaded>
  );
}
