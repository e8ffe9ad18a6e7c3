/** What a report is written in: Markdown, with fenced blocks that are drawn from runs as they are now. */
export interface RunsBlock {
  kind: "table" | "chart";
  /** The line of its fence, from 1. */
  line: number;
  experimentIds: string[];
  filter: string;
  orderBy: string[];
  /** How many runs are shown at most. */
  limit: number;
  /** Of a table: `metrics.auc`, `params.depth`, `tags.team`. Of a chart: the metrics it draws. */
  keys: string[];
  title: string;
}
export type ReportPart = { kind: "text"; text: string } | RunsBlock | { kind: "problem"; line: number; message: string };

export const reportRunsMax = 100;
export const reportKeysMax = 20;
export const reportBlocksMax = 50;

const fence = /^ {0,3}(`{3,}|~{3,})\s*(\S*)\s*$/;
const known = ["title", "experiment", "filter", "order", "columns", "metrics", "runs"] as const;
type Setting = (typeof known)[number];
type Settings = Partial<Record<Setting, string>>;

/** Splits a report into its text and the blocks between. A block that is not understood says why, and in which line. */
export function readReport(text: string): ReportPart[] {
  const lines = text.split(/\r?\n/);
  const parts: ReportPart[] = [];
  let plain: string[] = [];
  const endText = () => {
    if (plain.some((line) => line.trim() !== "")) parts.push({ kind: "text", text: plain.join("\n") });
    plain = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const [, mark = "", name = ""] = fence.exec(lines[at] ?? "") ?? [];
    const end = mark === "" ? at : endOf(lines, at, mark);
    if (isBlock(name)) {
      endText();
      parts.push(readBlock(name, { lines: lines.slice(at + 1, end), line: at + 1 }));
    } else plain.push(...lines.slice(at, end + 1));
    at = end;
  }
  endText();
  return parts;
}

const isBlock = (name: string): name is RunsBlock["kind"] => name === "table" || name === "chart";

function endOf(lines: readonly string[], start: number, mark: string): number {
  const end = lines.findIndex(
    (line, at) => at > start && line.trim().startsWith(mark) && line.trim().replaceAll(mark.charAt(0), "") === "",
  );
  return end < 0 ? lines.length : end;
}

function readBlock(kind: "table" | "chart", { lines, line }: { lines: readonly string[]; line: number }): ReportPart {
  const settings: Settings = {};
  for (const [at, text] of lines.entries()) {
    if (text.trim() === "") continue;
    const [, key = "", value = ""] = /^\s*(\w+)\s*:\s*(.*?)\s*$/.exec(text) ?? [];
    const problem = problemOf(key, { kind, settings });
    if (problem) return { kind: "problem", line: line + at + 1, message: problem };
    settings[key as Setting] = value;
  }
  const experimentIds = listOf(settings.experiment);
  const keys = listOf(kind === "table" ? settings.columns : settings.metrics);
  const limit = settings.runs === undefined ? 10 : Number(settings.runs);
  const problem = limitProblem({ kind, experimentIds, keys, limit });
  if (problem) return { kind: "problem", line, message: problem };
  return {
    kind,
    line,
    experimentIds,
    filter: settings.filter ?? "",
    orderBy: listOf(settings.order),
    limit,
    keys,
    title: settings.title ?? "",
  };
}

function problemOf(key: string, { kind, settings }: { kind: "table" | "chart"; settings: Settings }): string | undefined {
  if (!known.includes(key as Setting)) return `A line of a block is one of ${known.join(", ")}, then a colon and its value.`;
  if (settings[key as Setting] !== undefined) return `"${key}" stands there twice.`;
  if (kind === "table" && key === "metrics") return 'A table has "columns", such as metrics.auc, params.depth.';
  return kind === "chart" && key === "columns" ? 'A chart has "metrics", such as val_loss.' : undefined;
}

interface Sizes {
  kind: "table" | "chart";
  experimentIds: readonly string[];
  keys: readonly string[];
  limit: number;
}

function limitProblem({ kind, experimentIds, keys, limit }: Sizes): string | undefined {
  if (experimentIds.length === 0) return 'The block needs "experiment:" and the number of one, or of several with commas between.';
  const stranger = experimentIds.find((id) => !/^\d{1,10}$/.test(id));
  if (stranger !== undefined) return `"${stranger}" is no experiment's number; its page has it in the address.`;
  if (kind === "chart" && keys.length === 0) return 'A chart needs "metrics:" and the name of at least one.';
  if (keys.length > reportKeysMax) return `At most ${reportKeysMax} are shown together; these are ${keys.length}.`;
  const odd = kind === "table" ? keys.find((key) => !/^(?:metrics|params|tags)\..+/.test(key)) : undefined;
  if (odd !== undefined) return `"${odd}" is no column: begin it with metrics., params. or tags.`;
  return Number.isInteger(limit) && limit >= 1 && limit <= reportRunsMax
    ? undefined
    : `"runs" is a whole number from 1 to ${reportRunsMax}.`;
}

const listOf = (text: string | undefined): string[] =>
  (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
