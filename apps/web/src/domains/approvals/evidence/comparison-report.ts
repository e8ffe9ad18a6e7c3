/** Of a quantity; both ends belong to it. */
export interface Span {
  low: number;
  high: number;
}

export interface ComparedMetric {
  metric: string;
  champion: number | null;
  candidate: number | null;
  /** Above 0 the candidate is better, whatever the metric. */
  improvement: number | null;
  interval: Span | null;
  verdict: string;
}

export interface ComparisonReport {
  rows: number | null;
  /** Differences up to this size do not matter. */
  margin: number;
  /** Its version. */
  champion: number | null;
  metrics: readonly ComparedMetric[];
}

export type Fields = Readonly<Record<string, unknown>>;
export const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
export const numberIn = (fields: Fields, name: string): number | null => {
  const value = fields[name];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
};
export const spanIn = (fields: Fields, name: string): Span | null => {
  const value = fields[name];
  if (!isFields(value)) return null;
  const [low, high] = [numberIn(value, "low"), numberIn(value, "high")];
  return low === null || high === null ? null : { low, high };
};

/** The report itself, or the first of its parts that is like it. */
export function partOf(report: unknown, isLike: (fields: Fields) => boolean): Fields | undefined {
  if (!isFields(report)) return undefined;
  return isLike(report) ? report : Object.values(report).filter(isFields).find(isLike);
}

const isCompared = (value: unknown): value is Fields => isFields(value) && typeof value.metric === "string" && "improvement" in value;

/** What a comparison with the champion found: one metric, or several. Undefined where the report holds none. */
export function readComparison(report: unknown, values: Fields = {}): ComparisonReport | undefined {
  const one = partOf(report, isCompared);
  const lists = [report, ...(isFields(report) ? Object.values(report) : [])];
  const several = lists.find((list): list is readonly Fields[] => Array.isArray(list) && list.length > 0 && list.every(isCompared));
  const compared = several ?? (one ? [one] : []);
  const [first] = compared;
  if (!first) return undefined;
  const outer = isFields(report) ? report : {};
  return {
    rows: numberIn(first, "rows") ?? numberIn(outer, "rows"),
    margin: numberIn(values, "margin") ?? numberIn(outer, "margin") ?? 0,
    champion: numberIn(values, "champion_version"),
    metrics: compared.map((fields) => ({
      metric: String(fields.metric),
      champion: numberIn(fields, "champion"),
      candidate: numberIn(fields, "candidate"),
      improvement: numberIn(fields, "improvement"),
      interval: spanIn(fields, "interval"),
      verdict: typeof fields.verdict === "string" ? fields.verdict : "inconclusive",
    })),
  };
}
