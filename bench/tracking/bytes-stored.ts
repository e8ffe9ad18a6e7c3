import { withClient } from "./postgres.ts";

/** What the database takes on disk with its indexes, without its write-ahead log; 0 where none is known. */
export async function bytesStored(url: string | undefined): Promise<number> {
  if (url === undefined) return 0;
  const { rows } = await withClient(url, (client) => client.query("SELECT pg_database_size(current_database())::float8 AS bytes"));
  return rows[0]?.bytes ?? 0;
}
