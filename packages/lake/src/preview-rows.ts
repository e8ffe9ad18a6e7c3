import { LakeError } from "./lake-error.ts";
import { type PlainType, type Scalar, scalarOf } from "./scalar.ts";
import type { Table } from "./table.ts";

export const previewLimits = { maxRows: 200, maxOffset: 10_000_000, maxCharacters: 500 } as const;

export interface Preview {
  /** A CSV file's cells are shown as they stand in it: all text. Parquet columns have their types. */
  readonly columns: readonly { readonly name: string; readonly type: PlainType }[];
  /** In the file's order; longer values end with an ellipsis. */
  readonly rows: readonly (readonly Scalar[])[];
  readonly hasMore: boolean;
}

/** Some rows of the table, for people to look at. */
export async function previewRows(table: Table, { limit, offset = 0 }: { limit: number; offset?: number }): Promise<Preview> {
  checkCount("limit", limit, previewLimits.maxRows);
  checkCount("offset", offset, previewLimits.maxOffset);
  const columns =
    table.format === "csv" ? table.columns.map(({ id, name }) => ({ id, name, type: "text" as const })) : await table.typed(table.columns);
  const cells = columns.map(({ id, type }) =>
    type === "text" ? `left(CAST(${id} AS VARCHAR), ${previewLimits.maxCharacters + 1})` : `CAST(${id} AS VARCHAR)`,
  );
  const found = await table.engine.rows(`SELECT ${cells.join(", ")} FROM data LIMIT ${limit + 1} OFFSET ${offset}`);
  const rows = found.slice(0, limit).map((row) =>
    columns.map(({ type }, index) => {
      const text = row[index];
      return scalarOf(typeof text === "string" ? text : null, type, previewLimits.maxCharacters);
    }),
  );
  return { columns: columns.map(({ name, type }) => ({ name, type })), rows, hasMore: found.length > limit };
}

function checkCount(name: string, value: number, max: number): void {
  if (Number.isSafeInteger(value) && value >= 0 && value <= max) return;
  throw new LakeError("invalid", `The ${name} of a preview is a whole number from 0 to ${max}.`);
}
