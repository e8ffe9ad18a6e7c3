import { fromMetricNumber, type MetricSummary } from "@plumbline/contracts/experiments/metric";
import type { Run } from "@plumbline/contracts/experiments/run";
import { endedStates, type JobDetail } from "@plumbline/contracts/jobs/job";
import { formatMoney } from "@plumbline/ui/format/money";
import { countText, formatMemory, formatNumber } from "@plumbline/ui/format/number";
import { formatClock, formatDuration } from "@plumbline/ui/format/time";
import { isLowGood } from "#src/domains/experiments/run/metric-rank.ts";
import { lastValue, leadMetric } from "#src/domains/experiments/run/run-facts.ts";
import { endOf, historyText } from "./job-end.ts";
import { machineFigure } from "./resources/machine.ts";

/** One figure of the strip: what, how much, and what to know of it. */
export interface StripFigure {
  label: string;
  value: string;
  detail: string;
  /** Drawn as a bar below, 0 to 1. */
  share?: number;
}

/** What there is to say of a job in figures; what is not known is left out. */
export function figuresOf(job: JobDetail, run: Pick<Run, "metrics"> | undefined, now: number): StripFigure[] {
  const isOver = endedStates.includes(job.state);
  const metrics = run?.metrics ?? [];
  const over = isOver ? "all" : "now";
  const all = isOver
    ? [tookFigure(job), resultFigure(metrics), ...usageFigures(job, metrics, over), costFigure(job)]
    : [progressFigure(job), endFigure(job, now), resultFigure(metrics), ...usageFigures(job, metrics, over), costFigure(job)];
  return all.filter((figure) => figure !== undefined);
}

function progressFigure({ progress }: JobDetail): StripFigure | undefined {
  if (progress === null || (progress.fraction === null && progress.message === null)) return undefined;
  const { fraction, message, remainingSeconds } = progress;
  const percent = fraction === null ? undefined : `${Math.round(fraction * 100)} %`;
  const rest = remainingSeconds === null ? undefined : `${formatDuration(remainingSeconds * 1000)} left`;
  return {
    label: "Progress",
    value: message ?? percent ?? "",
    detail: [message === null ? undefined : percent, rest].filter(Boolean).join(", ") || "as the job says",
    ...(fraction !== null && { share: fraction }),
  };
}

function endFigure(job: JobDetail, now: number): StripFigure | undefined {
  const end = endOf(job);
  if (!end) return undefined;
  const isLimit = end.basis === "limit";
  const left = end.to > now ? `in ${formatDuration(end.to - now)}` : "overdue";
  return {
    label: isLimit ? "Ends at the latest" : "Ends",
    value: isLimit ? left : `about ${formatClock(end.to)}`,
    detail: historyText(end, now),
  };
}

function tookFigure({ startedAt, endedAt, submittedAt, attempts }: JobDetail): StripFigure | undefined {
  if (startedAt === null || endedAt === null) return undefined;
  const waited = Date.parse(startedAt) - Date.parse(submittedAt);
  const tries = attempts > 1 ? `, ${countText(attempts, "attempt")}` : "";
  return {
    label: "Took",
    value: formatDuration(Date.parse(endedAt) - Date.parse(startedAt)),
    detail: `waited ${formatDuration(waited)}${tries}`,
  };
}

function resultFigure(metrics: readonly MetricSummary[]): StripFigure | undefined {
  const metric = leadMetric({ metrics: [...metrics] });
  if (!metric) return undefined;
  const best = fromMetricNumber((isLowGood(metric.key) ? metric.min : metric.max) ?? "NaN");
  if (metric.count === 1 || !Number.isFinite(best)) {
    return { label: metric.key, value: formatNumber(lastValue(metric)), detail: "logged once" };
  }
  return { label: `Best ${metric.key}`, value: formatNumber(best), detail: `last ${formatNumber(lastValue(metric))}` };
}

const percentText = (value: number): string => `${Math.round(value)} %`;

/** The GPUs where there are any, else the processor. */
function usageFigures(job: JobDetail, metrics: readonly MetricSummary[], over: "now" | "all"): (StripFigure | undefined)[] {
  const figure = (measure: Parameters<typeof machineFigure>[1]) => machineFigure(metrics, measure, over);
  const smActive = figure("sm-active");
  const busy = figure("busy");
  const gpuMemory = figure("gpu-memory");
  const gpus = smActive ?? busy;
  if (gpus) {
    const other = smActive && busy ? `busy ${percentText(busy.value)}, ` : "";
    return [
      { label: smActive ? "SM active" : "GPU busy", value: percentText(gpus.value), detail: `${other}${meanText(gpus.count, "GPU")}` },
      gpuMemory && { label: "GPU memory", value: formatMemory(gpuMemory.value), detail: highestText(gpuMemory.count, over) },
    ];
  }
  const cpu = figure("cpu");
  const memory = figure("memory");
  return [
    cpu && { label: "CPU", value: percentText(cpu.value), detail: over === "now" ? "now" : "on average" },
    memory && {
      label: "Memory",
      value: formatMemory(memory.value),
      detail: `of ${formatMemory(job.resources.memoryBytes)}${over === "now" ? "" : ", at most"}`,
    },
  ];
}

const meanText = (count: number, noun: string): string => (count === 1 ? `1 ${noun}` : `mean of ${count} ${noun}s`);
const highestText = (count: number, over: "now" | "all"): string =>
  [count > 1 ? `highest of ${count}` : "1 GPU", ...(over === "all" ? ["at most"] : [])].join(", ");

function costFigure({ cost, state }: JobDetail): StripFigure | undefined {
  if (!cost) return undefined;
  const reserved = cost.reserved ? `${formatMoney(cost.reserved.amount, cost.reserved.currency)} reserved` : "by the rate of its flavour";
  return {
    label: endedStates.includes(state) ? "Cost" : "Cost so far",
    value: formatMoney(cost.spent.amount, cost.spent.currency),
    detail: reserved,
  };
}
