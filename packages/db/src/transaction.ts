import type pg from "pg";
import { arrayLiteral } from "./array-literal.ts";

/** Which role a transaction runs as, and whose rows it may see. */
export type Scope = (
  | { readonly role: "app"; readonly workspaceId: number; readonly actorId: string }
  | { readonly role: "system" }
  | { readonly role: "retention" }
) & {
  /** No table is scanned that an index can be walked of: a connection keeps the plans that it made while a table was small. */
  readonly byIndex?: true;
};

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
  /** Writes after everything else, in the round trip that commits: for what no later statement reads. If it fails, all fails. */
  atCommit(sql: string | Statement, values?: readonly unknown[]): void;
}

export interface OpenTransaction {
  readonly tx: Tx;
  /** Sends what waits for the commit, and the commit with it. Resolves when all is committed. */
  readonly commit: () => Promise<void>;
}

/** Wraps a connection on which a transaction is open. */
export function transactionOn(client: pg.PoolClient, scope: Scope): OpenTransaction {
  const waiting: (() => Promise<unknown>)[] = [];
  const run = (sql: string | Statement, given: readonly unknown[]) => {
    const values = given.map((value) => (Array.isArray(value) ? (arrayLiteral(value) ?? value) : value));
    return client.query(typeof sql === "string" ? { text: sql, values } : { name: sql.name, text: sql.text, values });
  };
  const tx: Tx = {
    scope,
    rows: async <R extends object>(sql: string | Statement, values: readonly unknown[] = []) => (await run(sql, values)).rows as R[],
    row: async <R extends object>(sql: string | Statement, values: readonly unknown[] = []) =>
      (await run(sql, values)).rows[0] as R | undefined,
    execute: async (sql, values = []) => (await run(sql, values)).rowCount ?? 0,
    atCommit: (sql, values = []) => void waiting.push(() => run(sql, values)),
  };
  return {
    tx,
    async commit() {
      const last = waiting.map((send) => send());
      const committed = client.query("COMMIT");
      const [{ command }] = await Promise.all([committed, ...last]);
      // PostgreSQL answers a COMMIT after a failure by rolling back, and calls that no error.
      if (command !== "COMMIT") throw new Error("the transaction was rolled back, though none of its statements failed");
    },
  };
}
