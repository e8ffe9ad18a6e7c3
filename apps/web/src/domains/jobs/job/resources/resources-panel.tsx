"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { Panel } from "@plumbline/ui/panel";
import { Swatch } from "@plumbline/ui/status";
import { Segments } from "@plumbline/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { curvesQuery } from "#src/domains/experiments/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { ResourcesSkeleton } from "../view-skeletons.tsx";
import { curveLabel, type MachineKey, type Measure, machineKeys } from "./machine.ts";
import { NotSampled } from "./not-sampled.tsx";
import { ResourceChart } from "./resource-chart.tsx";
import { attemptGaps, colorOf } from "./resource-curves.ts";

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
  const first = (gpu && keys.get(gpu)) ?? [];
  return (
    <Panel
      title={gpu ? "GPUs" : "Resources"}
      aside={first.length > 1 && first.length <= mostSwatches ? <Colours keys={first} /> : undefined}
      flush
      actions={
        measured.length > 1 &&
        gpu && (
          <Segments
            size="small"
            label="Measure of the GPUs"
            value={gpu}
            onChange={(next) => url.set({ gpu: next })}
            options={measured.map((value) => ({ value, label: gpuWords[value] }))}
          />
        )
      }
    >
      <Loaded query={curves} what="The use of resources" skeleton={<ResourcesSkeleton />}>
        {(data) => (
          <div className="grid gap-2 p-2">
            {shown.map((measure) => (
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
              />
            ))}
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

const mostSwatches = 8;

function Colours({ keys }: { keys: readonly MachineKey[] }) {
  return (
    <span className="flex flex-wrap gap-x-2.5 text-small">
      {keys.map((key, at) => (
        <span key={key.key} className="flex items-center gap-1">
          <Swatch color={colorOf(at)} />
          {curveLabel(key)}
        </span>
      ))}
    </span>
  );
}
