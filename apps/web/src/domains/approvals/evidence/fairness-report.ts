import { isFields, numberIn, partOf, type Span, spanIn } from "./comparison-report.ts";

export interface GroupRow {
  name: string;
  rows: number | null;
  selectionRate: number | null;
  /** Against the reference. */
  ratio: number | null;
  interval: Span | null;
  isReference: boolean;
  isSufficient: boolean;
}

export interface FairnessReport {
  reference: string | null;
  groups: readonly GroupRow[];
  /** The least ratio that was allowed; null where none was. */
  limit: number | null;
  /** The group that is furthest from the reference, on either side. */
  lowest: GroupRow | undefined;
}

/** As the four-fifths rule counts a ratio: the smaller rate over the larger, so that both sides of the reference are held to it. */
export const symmetric = (ratio: number): number => (ratio > 1 ? 1 / ratio : ratio);

/** How groups fare against the reference, the largest group first. Undefined where the report tells of no groups. */
export function readFairness(report: unknown, values: Readonly<Record<string, unknown>>): FairnessReport | undefined {
  const found = partOf(report, ({ groups }) => Array.isArray(groups) && groups.some(isFields));
  if (!found || !Array.isArray(found.groups)) return undefined;
  const reference = typeof found.reference === "string" ? found.reference : null;
  const groups = found.groups.filter(isFields).map((fields): GroupRow => {
    const name = String(fields.name);
    return {
      name,
      rows: numberIn(fields, "rows"),
      selectionRate: numberIn(fields, "selectionRate"),
      ratio: numberIn(fields, "selectionRateRatio"),
      interval: isFields(fields.intervals) ? spanIn(fields.intervals, "selectionRateRatio") : null,
      isReference: name === reference,
      isSufficient: fields.isSufficient !== false,
    };
  });
  const judged = groups.filter(({ isSufficient, isReference, ratio }) => isSufficient && !isReference && ratio !== null);
  return {
    reference,
    groups: [...groups].sort((a, b) => (b.rows ?? 0) - (a.rows ?? 0)),
    limit: limitOf(found.limits, found.findings, values),
    lowest: judged.reduce<GroupRow | undefined>((low, group) => (low && distance(low) <= distance(group) ? low : group), undefined),
  };
}

const distance = ({ ratio }: GroupRow): number => symmetric(ratio ?? 1);

function limitOf(limits: unknown, findings: unknown, values: Readonly<Record<string, unknown>>): number | null {
  if (isFields(limits)) return numberIn(limits, "selectionRatioMin");
  if (Array.isArray(findings)) {
    const finding = findings.filter(isFields).find(({ limit }) => limit === "selectionRatioMin");
    if (finding) return numberIn(finding, "allowed");
  }
  return numberIn(values, "selection_ratio_limit");
}
