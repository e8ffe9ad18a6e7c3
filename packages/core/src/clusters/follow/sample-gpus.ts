import type { Cluster as Client } from "@plumbline/kube";
import type { ServicePod } from "../objects/project.ts";
import { readDcgm } from "../reading/read-dcgm.ts";
import { afterSample, type GpuSample, type Measure, measureOf, type UnitWork } from "../reading/utilisation.ts";

/** DCGM exporter's own default. */
const metricsPort = 9400;
const atOnce = 4;

/** What the GPUs of a cluster do. */
export interface GpuWork {
  readonly measure: Measure | null;
  readonly units: Readonly<Record<string, UnitWork>>;
  readonly samples: readonly GpuSample[];
}

/** Asks every exporter for its figures. One that does not answer leaves its GPUs as they were. */
export async function sampleGpus(
  client: Client,
  given: { exporters: readonly ServicePod[]; before: GpuWork; at: Date; signal: AbortSignal },
): Promise<GpuWork> {
  const { before, at, signal } = given;
  const waiting = given.exporters.filter(({ kind, isRunning }) => kind === "dcgm-exporter" && isRunning);
  const samples: GpuSample[] = [];
  const ask = async (): Promise<void> => {
    for (let exporter = waiting.shift(); exporter; exporter = waiting.shift()) {
      const { namespace, name: pod } = exporter;
      const page = await client.askPod({ namespace, pod, port: metricsPort, path: "/metrics" }, signal).catch(() => "");
      samples.push(...readDcgm(page));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  const measure = measureOf(samples);
  if (measure === null) return given.exporters.length > 0 ? { ...before, samples: [] } : { measure: null, units: {}, samples: [] };
  // Another measure says something else: what was remembered of the GPUs does not go on.
  const units = measure === before.measure ? before.units : {};
  return { measure, units: { ...units, ...afterSample(units, { samples, measure, at: at.toISOString() }) }, samples };
}
