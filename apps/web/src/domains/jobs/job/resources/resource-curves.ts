import { type Curve, fromMetricNumber } from "@plumbline/contracts/experiments/metric";
import type { Attempt } from "@plumbline/contracts/jobs/job";
import type { CurveSeries } from "@plumbline/ui/charts/line-chart";
import { curveLabel, hasSeveralNodes, type MachineKey } from "./machine.ts";

const megabyte = 1e6;
const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;
const hues = 8;

/** The colour of a GPU or node among its like: the same in every chart of the job. */
const colorOf = (at: number): number => (at % hues) + 1;

export interface Scale {
  /** Milliseconds since 1970 where the bottom axis begins. */
  from: number;
  /** What a value is drawn as. */
  value: (value: number) => number;
}

export interface MemoryUnit {
  name: "MiB" | "GiB";
  value: (megabytes: number) => number;
}

const small: MemoryUnit = { name: "MiB", value: (megabytes) => (megabytes * megabyte) / mebibyte };
const large: MemoryUnit = { name: "GiB", value: (megabytes) => (megabytes * megabyte) / gibibyte };

/** In which unit so many megabytes at most are drawn. */
export const memoryUnit = (mostMegabytes: number): MemoryUnit => (mostMegabytes * megabyte < gibibyte ? small : large);

export const asPercent = (value: number): number => value;

/** The greatest value that there is of these keys; 0 where there is none. */
export function mostOf(keys: readonly MachineKey[], curves: readonly Curve[]): number {
  const names = new Set(keys.map(({ key }) => key));
  const values = curves.flatMap(({ key, points }) => (names.has(key) ? points.map(({ value }) => fromMetricNumber(value)) : []));
  return values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, value) : most), 0);
}

/** The curves of one measure over the seconds since the job began, one for each GPU or node. */
export function resourceCurves(keys: readonly MachineKey[], curves: readonly Curve[], { from, value }: Scale): CurveSeries[] {
  const isOneOfSeveral = hasSeveralNodes(keys);
  return keys.map((each, at) => ({
    id: each.key,
    label: curveLabel(each, isOneOfSeveral),
    color: colorOf(at),
    points: (curves.find(({ key }) => key === each.key)?.points ?? []).map((point) => ({
      x: (point.timestamp - from) / 1000,
      y: value(fromMetricNumber(point.value)),
    })),
  }));
}

export interface Band {
  from: number;
  to: number;
  label: string;
}

/** Between two attempts nothing ran: a gap, in seconds since the job began. */
export function attemptGaps(attempts: readonly Attempt[], from: number): Band[] {
  const ran = attempts.filter(({ runningAt }) => runningAt !== null).sort((a, b) => a.number - b.number);
  return ran.slice(1).flatMap((attempt, at): Band[] => {
    const before = ran[at]?.endedAt;
    if (!(before && attempt.runningAt)) return [];
    return [{ from: (Date.parse(before) - from) / 1000, to: (Date.parse(attempt.runningAt) - from) / 1000, label: "gap" }];
  });
}
