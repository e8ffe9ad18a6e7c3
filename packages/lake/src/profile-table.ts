import { batchesOf } from "./batches.ts";
import { countRows } from "./count-rows.ts";
import { type NumberProfile, profileNumbers } from "./profile-numbers.ts";
import { type PlainType, type Scalar, scalarOf } from "./scalar.ts";
import { type ProfiledColumn, profileLimits, summarizeColumns } from "./summarize-columns.ts";
import { type Table, type TypedColumn, typedValue } from "./table.ts";

export interface ColumnProfile {
  readonly name: string;
  readonly type: PlainType;
  readonly storedType: string;
  readonly nullCount: number;
  /** Exact where `topValues` are given, else an estimate within a few per cent. Null for the type `other`. */
  readonly distinctCount: number | null;
  readonly isDistinctExact: boolean;
  /** Of numbers: over finite values. Of text: in the order of its bytes, cut. Null without values and for the type `other`. */
  readonly min: Scalar;
  readonly max: Scalar;
  /** Of integer and number columns with at least one finite value. */
  readonly numbers: NumberProfile | null;
  /** The most frequent values, where there are few different ones; of equally frequent ones the smaller first. */
  readonly topValues: readonly { readonly value: Scalar; readonly count: number }[] | null;
}

export interface TableProfile {
  readonly rowCount: number;
  readonly columns: readonly ColumnProfile[];
}

const isNumeric = ({ type }: Pick<TypedColumn, "type">): boolean => type === "integer" || type === "number";

/** Columns that are worked on together: this bounds memory, and what a wide file costs is time. */
const batchSize = 200;

/** What a person wants to know of a table first: everything is JSON-safe. A CSV file is parsed about four times, a wide one more often. */
export async function profileTable(table: Table): Promise<TableProfile> {
  const rowCount = await countRows(table);
  const profiles: ColumnProfile[] = [];
  for (const columns of batchesOf(await table.typed(table.columns), batchSize)) {
    await createTyped(table, columns);
    profiles.push(...(await profileBatch(table, { columns, rowCount })));
  }
  return { rowCount, columns: profiles };
}

/** A CSV file is parsed into a table that moves to the temporary folder where memory ends. */
async function createTyped(table: Table, columns: readonly TypedColumn[]): Promise<void> {
  const kind = table.format === "csv" ? "TABLE" : "VIEW";
  const values = columns.map((column) => `${typedValue(table, column)} AS ${column.id}`);
  await table.engine.rows(`CREATE OR REPLACE ${kind} typed AS SELECT ${values.join(", ")} FROM data`);
}

interface Batch {
  readonly columns: readonly TypedColumn[];
  readonly rowCount: number;
}

async function profileBatch(table: Table, batch: Batch): Promise<ColumnProfile[]> {
  const summarized = await summarizeColumns(table.engine, batch.columns);
  const numbers = await profileNumbers(table.engine, { rowCount: batch.rowCount, columns: summarized.filter(isNumeric) });
  const profiles: ColumnProfile[] = [];
  for (const column of summarized) {
    profiles.push(await profileOf(table, { column, rowCount: batch.rowCount, numbers: numbers.get(column.id) ?? null }));
  }
  return profiles;
}

async function profileOf(
  table: Table,
  { column, rowCount, numbers }: { column: ProfiledColumn; rowCount: number; numbers: NumberProfile | null },
): Promise<ColumnProfile> {
  const { name, type, storedType, nonNullCount, approximateDistinct } = column;
  const top = await topValuesOf(table, column);
  const estimate = type === "other" ? null : Math.min(approximateDistinct, nonNullCount);
  return {
    name,
    type,
    storedType,
    nullCount: rowCount - nonNullCount,
    distinctCount: top?.distinctCount ?? estimate,
    isDistinctExact: top !== null,
    min: scalarOf(column.min, type, profileLimits.maxCharacters),
    max: scalarOf(column.max, type, profileLimits.maxCharacters),
    numbers,
    topValues: top?.values ?? null,
  };
}

interface TopValues {
  readonly distinctCount: number;
  readonly values: { value: Scalar; count: number }[];
}

// The estimate may be off by some per cent; the groups themselves are then counted.
const worthCounting = 1.2 * profileLimits.maxDistinctForTopValues;

async function topValuesOf({ engine }: Table, { id, type, approximateDistinct }: ProfiledColumn): Promise<TopValues | null> {
  if (type === "other" || approximateDistinct > worthCounting) return null;
  const text = type === "text" ? `left(CAST(${id} AS VARCHAR), ${profileLimits.maxCharacters + 1})` : `CAST(${id} AS VARCHAR)`;
  const found = await engine.rows(
    `SELECT ${text}, count(*) AS amount, count(*) OVER () FROM typed WHERE ${id} IS NOT NULL
       GROUP BY ${id} ORDER BY amount DESC, ${id} LIMIT ${profileLimits.maxTopValues}`,
  );
  const distinctCount = Number(found[0]?.[2] ?? 0);
  if (distinctCount > profileLimits.maxDistinctForTopValues) return null;
  const values = found.map(([value, count]) => ({
    value: scalarOf(String(value), type, profileLimits.maxCharacters),
    count: Number(count),
  }));
  return { distinctCount, values };
}
