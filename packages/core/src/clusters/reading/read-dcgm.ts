import type { GpuSample } from "./utilisation.ts";

interface Figure {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const line = /^(DCGM_FI_DEV_GPU_UTIL|DCGM_FI_PROF_SM_ACTIVE|DCGM_FI_PROF_GR_ENGINE_ACTIVE)\{(.*)\}\s+(\S+)/;

/** GPUs of one exporter's metrics page, in Prometheus' text format. */
export function readDcgm(page: string): GpuSample[] {
  const figures = page.split("\n").flatMap((text) => readFigure(text) ?? []);
  return [...Map.groupBy(figures, unitOf)].map(([unit, members]) => toSample(unit, members));
}

function readFigure(text: string): Figure | undefined {
  const [, metric, labels, value] = line.exec(text) ?? [];
  const found = Number(value);
  return metric !== undefined && labels !== undefined && Number.isFinite(found)
    ? { metric, labels: readLabels(labels), value: found }
    : undefined;
}

function readLabels(text: string): Readonly<Record<string, string>> {
  const pairs = text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g);
  return Object.fromEntries([...pairs].map(([, name = "", value = ""]) => [name, value]));
}

/** A slice shares the UUID of its GPU. */
const unitOf = ({ labels: { UUID, gpu, GPU_I_ID } }: Figure): string => [UUID ?? gpu, GPU_I_ID].filter(Boolean).join("/");

function toSample(unit: string, figures: readonly Figure[]): GpuSample {
  const percentOf = (metric: string, scale: number): number | null => {
    const figure = figures.find((one) => one.metric === metric);
    return figure ? figure.value * scale : null;
  };
  return {
    unit,
    pod: figures[0] ? podOf(figures[0]) : null,
    busyPercent: percentOf("DCGM_FI_DEV_GPU_UTIL", 1),
    // A slice has no figure of its own for multiprocessors with every driver; its engine's share stands for it.
    smActivePercent: percentOf("DCGM_FI_PROF_SM_ACTIVE", 100) ?? percentOf("DCGM_FI_PROF_GR_ENGINE_ACTIVE", 100),
  };
}

function podOf({ labels }: Figure): GpuSample["pod"] {
  const name = labels.exported_pod ?? labels.pod;
  const namespace = labels.exported_namespace ?? labels.namespace;
  return name && namespace ? { namespace, name } : null;
}
