import { batchesOf } from "./batches.ts";
import { LakeError } from "./lake-error.ts";
import { type Table, typedValue } from "./table.ts";

/** Columns whose different values are held at once: what does not fit in memory moves to the temporary folder. */
const batchSize = 10;

/** How many different values each named column has, exactly; missing ones are none. */
export async function countDistinct(table: Table, names: readonly string[]): Promise<Map<string, number>> {
  const asked = [...new Set(names)].map((name) => {
    const column = table.columns.find((one) => one.name === name);
    if (!column) throw new LakeError("unknown-column", "A column that was asked for does not exist.", { place: { column: name } });
    return column;
  });
  const counts = new Map<string, number>();
  for (const columns of batchesOf(await table.typed(asked), batchSize)) {
    const expressions = columns.map((column) => `count(DISTINCT ${typedValue(table, column)})`);
    const [row = []] = await table.engine.rows(`SELECT ${expressions.join(", ")} FROM data`);
    for (const [index, { name }] of columns.entries()) counts.set(name, Number(row[index]));
  }
  return counts;
}
