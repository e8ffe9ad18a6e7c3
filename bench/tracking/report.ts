import type { PeakMemory } from "./memory.ts";

export interface Workload {
  unit: "points/s" | "runs/s" | "ms";
  /** Absent for searches, whose measure is the median time. */
  rate?: number;
  rows?: number;
  failed: number;
  p50: number;
  p99: number;
}

/** What `load.mjs` prints. */
export interface Load {
  started: string;
  version: string;
  seconds: number;
  machine: { node: string; cpus: number; cpu: string; memoryGib: number };
  workloads: Record<string, Workload>;
}

export interface Measured extends Load {
  /** Bytes that each stage added to the database. */
  stored: Record<string, number>;
  /** The most that each serving process had in memory. */
  memory: PeakMemory[];
}

export interface Comparison {
  mlflow: Measured;
  plumbline: Measured;
}

/** One Markdown table: rates by their quotient, searches by the quotient of their median times; larger is better for Plumbline. */
export function table({ mlflow, plumbline }: Comparison): string {
  const rows = Object.entries(plumbline.workloads).map(([name, ours]) => row(name, ours, mlflow.workloads[name]));
  const { cpu, cpus, memoryGib } = plumbline.machine;
  return [
    `MLflow ${mlflow.version} and Plumbline, one after the other on ${plumbline.started.slice(0, 10)}: ${cpus} cores (${cpu}), ${memoryGib} GiB, ${plumbline.seconds} s a workload; generator, server and database share the machine.`,
    "",
    "| Workload | MLflow | p50 / p99 ms | Plumbline | p50 / p99 ms | Ratio |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...rows,
    ...["curve", "search"].flatMap((stage) => storedRow(stage, { mlflow, plumbline })),
    "",
    `Most memory of any process: MLflow ${memoryOf(mlflow)}; Plumbline ${memoryOf(plumbline)}.`,
    "",
  ].join("\n");
}

const STORED: Record<string, string> = { curve: "the curve's points, in the database", search: "all runs to search, in the database" };

function storedRow(stage: string, { mlflow, plumbline }: Comparison): string[] {
  const [theirs, ours] = [mlflow.stored[stage] ?? 0, plumbline.stored[stage] ?? 0];
  if (theirs <= 0 || ours <= 0) return [];
  return [`| ${STORED[stage]} | ${mebibytes(theirs)} | | ${mebibytes(ours)} | | ${factor(theirs / ours)} |`];
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

/** The largest of those with one name, and how many they are. */
function memoryOf({ memory }: Measured): string {
  const byName = Map.groupBy(memory, ({ name }) => name);
  const shown = [...byName].map(
    ([name, of]) => `${name} ${of.length > 1 ? `${of.length} of up to ` : ""}${Math.max(...of.map(({ mib }) => mib))} MiB`,
  );
  return shown.join(", ") || "unknown";
}

/** The page with the table between its marks. */
export function withTable(page: string, markdown: string): string {
  const marked = /(<!-- table:begin[^>]*-->\n).*(<!-- table:end -->)/s;
  if (!marked.test(page)) throw new Error("the page has no marks for the table");
  return page.replace(marked, (_all, begin: string, end: string) => `${begin}\n${markdown}\n${end}`);
}

/** Workloads whose figures say nothing, and why: calls failed, or the answers have different numbers of rows. */
export function faults({ mlflow, plumbline }: Comparison): string[] {
  return Object.entries(plumbline.workloads).flatMap(([name, ours]) => {
    const theirs = mlflow.workloads[name];
    const why = theirs === undefined ? "MLflow was not measured" : whyIncomparable(ours, theirs);
    return why === undefined ? [] : [`${name}: ${why}`];
  });
}

function whyIncomparable(ours: Workload, theirs: Workload): string | undefined {
  if (ours.failed > 0) return `${ours.failed} calls of Plumbline failed`;
  if (theirs.failed > 0) return `${theirs.failed} calls of MLflow failed`;
  if (ours.rows !== theirs.rows) return `${ours.rows} rows beside ${theirs.rows} of MLflow`;
  return undefined;
}

function row(name: string, ours: Workload, theirs: Workload | undefined): string {
  if (theirs === undefined) return `| ${name} | - | - | ${measure(ours)} | ${times(ours)} | - |`;
  const ratio = ours.rate === undefined ? theirs.p50 / ours.p50 : ours.rate / (theirs.rate ?? Number.NaN);
  const shown = whyIncomparable(ours, theirs) === undefined ? `${factor(ratio)}` : "not comparable";
  return `| ${name} | ${measure(theirs)} | ${times(theirs)} | ${measure(ours)} | ${times(ours)} | ${shown} |`;
}

function measure({ rate, rows, unit, failed }: Workload): string {
  const value = rate === undefined ? `${rows} rows` : `${rate.toLocaleString("en")} ${unit}`;
  return failed > 0 ? `${value}, ${failed} failed` : value;
}

const factor = (ratio: number): string => `${Number(ratio.toPrecision(2))}x`;

function times({ p50, p99 }: Workload): string {
  return `${p50} / ${p99}`;
}
