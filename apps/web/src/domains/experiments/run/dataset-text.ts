import type { DatasetDescription } from "@plumbline/contracts/experiments/run";
import { formatCount } from "@plumbline/ui/format/number";

/** Where the data came from, out of the JSON that clients write for their kinds of sources. Undefined where nothing names a place. */
export function sourceText({ source }: Pick<DatasetDescription, "source">): string | undefined {
  const value = fieldsOf(source);
  if (!value) return /^\s*[{[]/.test(source) ? undefined : source;
  const place = ["uri", "url", "path", "table_name", "delta_table_name", "name"]
    .map((key) => value[key])
    .find((text) => typeof text === "string");
  return place === undefined ? undefined : String(place);
}

/** How much it was: rows and what else its client counted. */
export function profileText({ profile, schema }: Pick<DatasetDescription, "profile" | "schema">): string | undefined {
  const counted = fieldsOf(profile);
  const rows = numberOf(counted?.num_rows) ?? numberOf(counted?.approx_count);
  const columns = columnsOf(schema);
  const parts = [rows !== undefined && `${formatCount(rows)} rows`, columns !== undefined && `${formatCount(columns)} columns`];
  return parts.filter(Boolean).join(", ") || undefined;
}

function columnsOf(schema: string | undefined): number | undefined {
  const columns = fieldsOf(schema)?.mlflow_colspec;
  return Array.isArray(columns) ? columns.length : undefined;
}

const numberOf = (value: unknown): number | undefined => (typeof value === "number" && Number.isFinite(value) ? value : undefined);

function fieldsOf(json: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json ?? "");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
