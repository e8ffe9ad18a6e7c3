import type { ColumnCheck, DataCheck, DataCheckKind } from "./data-check.ts";
import type { ColumnSummary, ColumnValue, TableSummary } from "./table-summary.ts";

export interface CheckResult {
  readonly check: DataCheck;
  /** A check that the summary cannot answer is not passed. */
  readonly outcome: "pass" | "fail";
  readonly isBlocking: boolean;
  /** What was found of what was asked for: a count, share, type, value, the columns missing or the values not allowed; null where nothing was. */
  readonly found: ColumnValue | readonly ColumnValue[] | null;
  /** One sentence for people: what was found, and what is asked for. */
  readonly detail: string;
}

export interface TableValidation {
  /** `fail` if any check fails, blocking or not. */
  readonly outcome: "pass" | "fail";
  /** Whether a blocking check fails. */
  readonly isBlocked: boolean;
  /** In the order of the checks. */
  readonly results: readonly CheckResult[];
}

interface Finding {
  readonly isPassed: boolean;
  readonly found: CheckResult["found"];
  readonly detail: string;
}

/** At most so many offending values are named. */
const mostNamed = 10;

/** Judges checks by what is known of a data set. Without checks it passes. Never throws; O(checks + values listed). */
export function validateTable(table: TableSummary, checks: readonly DataCheck[]): TableValidation {
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  const results = checks.map((check): CheckResult => {
    const { isPassed, found, detail } = judge(check, table, columns);
    return { check, outcome: isPassed ? "pass" : "fail", isBlocking: check.blocking ?? true, found, detail };
  });
  const failed = results.filter(({ outcome }) => outcome === "fail");
  return { outcome: failed.length > 0 ? "fail" : "pass", isBlocked: failed.some(({ isBlocking }) => isBlocking), results };
}

function judge(check: DataCheck, table: TableSummary, columns: ReadonlyMap<string, ColumnSummary>): Finding {
  if (check.kind === "row-count") return rowCount(check, table);
  if (check.kind === "columns") return requiredColumns(check, columns);
  const column = columns.get(check.column);
  return column ? judgeColumn(check, column, table) : { isPassed: false, found: null, detail: `there is no column "${check.column}"` };
}

function judgeColumn(check: ColumnCheck, column: ColumnSummary, table: TableSummary): Finding {
  switch (check.kind) {
    case "type":
      return columnType(check, column);
    case "null-fraction":
      return nullFraction(check, column, table);
    case "range":
      return range(check, column);
    case "allowed-values":
      return allowedValues(check, column);
    case "unique":
      return unique(column, table);
  }
}

type Of<Kind extends DataCheckKind> = Extract<DataCheck, { kind: Kind }>;

function rowCount({ min, max }: Of<"row-count">, { rows }: TableSummary): Finding {
  const asked = max === undefined ? `at least ${min}` : `${min} to ${max}`;
  return { isPassed: rows >= min && (max === undefined || rows <= max), found: rows, detail: `${rows} rows; asked for are ${asked}` };
}

function requiredColumns({ names }: Of<"columns">, columns: ReadonlyMap<string, ColumnSummary>): Finding {
  const missing = names.filter((name) => !columns.has(name));
  const detail = missing.length === 0 ? `all ${names.length} columns are there` : `these columns are missing: ${listed(missing)}`;
  return { isPassed: missing.length === 0, found: missing, detail };
}

function columnType({ type }: Of<"type">, column: ColumnSummary): Finding {
  const isPassed = column.type === type || (type === "number" && column.type === "integer");
  return { isPassed, found: column.type, detail: `"${column.name}" holds ${column.type}; asked for is ${type}` };
}

function nullFraction({ max }: Of<"null-fraction">, column: ColumnSummary, { rows }: TableSummary): Finding {
  if (rows === 0) return { isPassed: false, found: null, detail: `"${column.name}" has no rows: a share of them cannot be told` };
  const share = column.nulls / rows;
  return {
    isPassed: share <= max,
    found: share,
    detail: `"${column.name}" has no value in ${share} of the rows; allowed is at most ${max}`,
  };
}

function range({ min, max }: Of<"range">, column: ColumnSummary): Finding {
  const ends = [
    { found: column.min, limit: min, isKept: (order: number) => order >= 0, word: "least" },
    { found: column.max, limit: max, isKept: (order: number) => order <= 0, word: "most" },
  ];
  for (const { found, limit, isKept, word } of ends) {
    if (limit === undefined) continue;
    const order = found === null ? null : compare(found, limit);
    if (order === null) return { isPassed: false, found, detail: `"${column.name}" has no values that compare with ${limit}` };
    if (!isKept(order)) return { isPassed: false, found, detail: `"${column.name}" reaches ${found}; allowed is at ${word} ${limit}` };
  }
  return { isPassed: true, found: null, detail: `"${column.name}" lies between ${column.min} and ${column.max}` };
}

/** Below, at or above 0; null for values that have no order. */
function compare(found: number | string, limit: number | string): number | null {
  if (typeof found === "number" && typeof limit === "number") return Number.isNaN(found - limit) ? null : found - limit;
  if (typeof found !== "string" || typeof limit !== "string") return null;
  if (found === limit) return 0;
  return found < limit ? -1 : 1;
}

function allowedValues({ values }: Of<"allowed-values">, column: ColumnSummary): Finding {
  if (!column.values)
    return { isPassed: false, found: null, detail: `"${column.name}" has more values than are listed; allowed are ${values.length}` };
  const allowed = new Set(values);
  const strangers = column.values.filter((value) => !allowed.has(value));
  const detail = strangers.length === 0 ? "holds allowed values alone" : `also holds ${listed(strangers)}`;
  return { isPassed: strangers.length === 0, found: strangers.slice(0, mostNamed), detail: `"${column.name}" ${detail}` };
}

function unique(column: ColumnSummary, { rows }: TableSummary): Finding {
  const present = rows - column.nulls;
  if (column.distinct === null)
    return { isPassed: false, found: null, detail: `the different values of "${column.name}" were not counted` };
  const detail = `"${column.name}" has ${column.distinct} different values in ${present} rows with a value`;
  return { isPassed: column.distinct === present, found: column.distinct, detail };
}

function listed(values: readonly ColumnValue[]): string {
  const more = values.length - mostNamed;
  return `${values.slice(0, mostNamed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
