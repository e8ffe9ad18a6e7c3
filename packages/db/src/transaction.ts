import type pg from "pg";

/** Which role a transaction runs as, and whose rows it may see. */
export type Scope =
  | { readonly role: "app"; readonly workspaceId: number; readonly actorId: string }
  | { readonly role: "system" }
  | { readonly role: "retention" };

/** SQL that is planned once per connection, under a name of its own. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Declares a statement that hot paths reuse; `name` is unique in the program. */
export const statement = (name: string, text: string): Statement => ({ name, text });

/** An open transaction. Values are bound, never written into the text. */
export interface Tx {
  readonly scope: Scope;
  /** All rows. int8 arrives as number, bytea as Buffer, timestamptz as Date. */
  rows<R extends object>(sql: string | Statement, values?: readonly unknown[]): Promise<R[]>;
  /** The first row, or undefined. */
  row<R extends object>(sql: string | Statement, values?: readonly unknown[]): Promise<R | undefined>;
  /** Number of rows written. */
  execute(sql: string | Statement, values?: readonly unknown[]): Promise<number>;
}

/** Wraps a connection on which a transaction is open. */
export function transactionOn(client: pg.PoolClient, scope: Scope): Tx {
  const run = (sql: string | Statement, values: readonly unknown[]) =>
    client.query(typeof sql === "string" ? { text: sql, values: [...values] } : { name: sql.name, text: sql.text, values: [...values] });
  return {
    scope,
    rows: async <R extends object>(sql: string | Statement, values: readonly unknown[] = []) => (await run(sql, values)).rows as R[],
    row: async <R extends object>(sql: string | Statement, values: readonly unknown[] = []) =>
      (await run(sql, values)).rows[0] as R | undefined,
    execute: async (sql, values = []) => (await run(sql, values)).rowCount ?? 0,
  };
}
