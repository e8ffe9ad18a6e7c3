import type { Engine } from "./engine.ts";
import type { TypedColumn } from "./table.ts";

export const profileLimits = { maxTopValues: 10, maxDistinctForTopValues: 1_000, maxCharacters: 200 } as const;

/** A column of the relation `typed`, where every value has its type. */
export interface ProfiledColumn extends TypedColumn {
  readonly nonNullCount: number;
  readonly approximateDistinct: number;
  readonly min: string | null;
  readonly max: string | null;
}

/** One pass over the relation `typed`. */
export async function summarizeColumns(engine: Engine, columns: readonly TypedColumn[]): Promise<ProfiledColumn[]> {
  const [row = []] = await engine.rows(`SELECT ${columns.flatMap(summaryOf).join(", ")} FROM typed`);
  return columns.map((column, index) => {
    const [nonNull, distinct, min, max] = row.slice(index * 4, index * 4 + 4);
    return {
      ...column,
      nonNullCount: Number(nonNull),
      approximateDistinct: Number(distinct),
      min: typeof min === "string" ? min : null,
      max: typeof max === "string" ? max : null,
    };
  });
}

function summaryOf({ id, type }: TypedColumn): string[] {
  if (type === "other") return [`count(${id})`, "0", "NULL", "NULL"];
  const finite = type === "number" ? ` FILTER (isfinite(CAST(${id} AS DOUBLE)))` : "";
  const value = type === "text" ? `left(CAST(${id} AS VARCHAR), ${profileLimits.maxCharacters + 1})` : id;
  const extremes = ["min", "max"].map((extreme) => `CAST(${extreme}(${value})${finite} AS VARCHAR)`);
  return [`count(${id})`, `approx_count_distinct(${id})`, ...extremes];
}
