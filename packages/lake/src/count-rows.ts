import type { Table } from "./table.ts";

/** How many rows the table has. A CSV file is read to its end for it. */
export async function countRows(table: Table): Promise<number> {
  const [[total] = []] = await table.engine.rows("SELECT count(*) FROM data");
  return Number(total);
}
