import { createRequire } from "node:module";

export interface Client {
  query(text: string, values?: readonly unknown[]): Promise<{ rows: Record<string, number>[] }>;
}

/** As the package of the database uses it. */
const pg = createRequire(new URL("../../packages/db/package.json", import.meta.url))("pg") as {
  Client: new (options: { connectionString: string }) => Client & { connect(): Promise<unknown>; end(): Promise<unknown> };
};

/** A connection of its own for the work, in no transaction. */
export async function withClient<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
