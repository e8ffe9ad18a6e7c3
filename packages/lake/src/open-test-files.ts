import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { quoteLiteral } from "./quote.ts";

export interface TestFiles {
  readonly directory: string;
  readonly write: (name: string, content: string | Uint8Array) => Promise<string>;
  /** A file of what the statement selects, in the format of its name. */
  readonly copy: (name: string, select: string) => Promise<string>;
  /** The file of `copy` with its bytes changed. */
  readonly damage: (file: string, change: (bytes: Buffer) => Buffer) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** A folder for the files of one suite. */
export async function openTestFiles(): Promise<TestFiles> {
  const directory = await mkdtemp(path.join(tmpdir(), "plumbline-tables-"));
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  const write: TestFiles["write"] = async (name, content) => {
    const file = path.join(directory, name);
    await writeFile(file, content);
    return file;
  };
  return {
    directory,
    write,
    copy: async (name, select) => {
      const file = path.join(directory, name);
      await connection.run(`COPY (${select}) TO ${quoteLiteral(file)} (FORMAT ${name.endsWith(".parquet") ? "parquet" : "csv"})`);
      return file;
    },
    damage: async (file, change) => await write(`damaged-${path.basename(file)}`, change(Buffer.from(await readFile(file)))),
    close: async () => {
      connection.closeSync();
      instance.closeSync();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
