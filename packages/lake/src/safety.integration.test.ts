import { mkdir, readdir, symlink } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LakeError, previewRows, profileTable, readColumns, type Table, withTable } from "./index.ts";
import { openTestFiles, type TestFiles } from "./open-test-files.ts";
import { quoteLiteral } from "./quote.ts";

let files: TestFiles;
let plain: string;
let large: string;
beforeAll(async () => {
  files = await openTestFiles();
  plain = await files.write("plain.csv", "a,b\n1,x\n");
  large = await files.copy(
    "large.csv",
    "SELECT i, random() AS x, random() AS y, 'label ' || i % 20 AS label, i % 2 = 0 AS flag FROM range(1000000) t(i)",
  );
});
afterAll(() => files.close());

describe("an open table reaches nothing else", () => {
  const statements = (directory: string) => [
    `SELECT * FROM read_csv(${quoteLiteral(path.join(directory, "large.csv"))})`,
    `SELECT * FROM read_text(${quoteLiteral(path.join(directory, "large.csv"))})`,
    `SELECT * FROM glob(${quoteLiteral(path.join(directory, "*"))})`,
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM 'https://example.org/a.parquet'",
    `COPY data TO ${quoteLiteral(path.join(directory, "copy.csv"))}`,
    `ATTACH ${quoteLiteral(path.join(directory, "new.db"))}`,
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET allowed_directories = ['/']",
    "SET lock_configuration = false",
    "RESET memory_limit",
  ];

  test("on the disk, in the network or in its settings", async () => {
    const refused = await withTable({ path: plain }, async ({ engine }) => {
      const outcomes = await Promise.allSettled(statements(files.directory).map((sql) => engine.rows(sql)));
      return outcomes.map(({ status }) => status);
    });
    expect(refused).toEqual(statements(files.directory).map(() => "rejected"));
    expect((await readdir(files.directory)).sort()).toEqual(["large.csv", "plain.csv"]);
  });

  test("and says neither path nor statement when it is refused", async () => {
    const error = await withTable({ path: plain }, ({ engine }) => engine.rows("SELECT * FROM read_text('/etc/passwd')")).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(LakeError);
    expect(error).toMatchObject({ code: "unavailable", message: "The table could not be read." });
  });
});

describe("what is no file of its own", () => {
  test("is not opened", async () => {
    const link = path.join(files.directory, "link.csv");
    await symlink(plain, link);
    const codes = await Promise.all(
      [link, files.directory, path.join(files.directory, "missing.csv"), "/dev/zero"].map((file) =>
        withTable({ path: file }, profileTable).catch((error: unknown) => (error instanceof LakeError ? error.code : error)),
      ),
    );
    expect(codes).toEqual(["unsupported", "unsupported", "not-found", "unsupported"]);
  });
});

describe("work on a table", () => {
  const works: [string, (table: Table) => Promise<unknown>][] = [
    ["its profile", profileTable],
    [
      "its columns",
      (table) =>
        readColumns(table, {
          columns: [
            { name: "x", as: "number" },
            { name: "label", as: "label" },
          ],
          maxRows: 1_000_000,
        }),
    ],
    ["a late page of it", (table) => previewRows(table, { limit: 1, offset: 999_000 })],
  ];

  test.each(works)("ends when the caller gives up: %s", async (_, work) => {
    const controller = new AbortController();
    const outcome = withTable({ path: large, signal: controller.signal }, async (table) => {
      const working = work(table);
      controller.abort(new Error("enough"));
      return await working;
    });
    await expect(outcome).rejects.toMatchObject({ code: "aborted", message: "Reading the table was given up." });
  });

  test.each(works)("ends when its time is over: %s", async (_, work) => {
    await expect(withTable({ path: large, timeLimitMs: 1 }, work)).rejects.toMatchObject({ code: "timed-out" });
  });

  test("does not begin once the caller has given up", async () => {
    const begun: string[] = [];
    const work = async (table: Table) => begun.push(table.format);
    await expect(withTable({ path: plain, signal: AbortSignal.abort() }, work)).rejects.toMatchObject({ code: "aborted" });
    expect(begun).toEqual([]);
  });

  test("hands on what the caller's own code throws", async () => {
    const own = new Error("own");
    await expect(withTable({ path: plain }, () => Promise.reject(own))).rejects.toBe(own);
  });

  test("leaves no temporary file, whether it succeeds, fails or is given up", async () => {
    const temporaryDirectory = path.join(files.directory, "temporary");
    await mkdir(temporaryDirectory);
    // So little memory that the table moves to the disk.
    const small = { path: large, temporaryDirectory, memoryLimitBytes: 100_000_000, threads: 1 };
    const seen: string[] = [];
    await withTable(small, async (table) => {
      await table.engine.rows("CREATE TABLE copy AS SELECT * FROM data");
      seen.push(...(await readdir(temporaryDirectory, { recursive: true })));
    });
    await expect(withTable({ ...small, timeLimitMs: 300 }, profileTable)).rejects.toMatchObject({ code: "timed-out" });
    await expect(withTable({ ...small, temporaryLimitBytes: 1_000_000, memoryLimitBytes: 40_000_000 }, profileTable)).rejects.toMatchObject(
      {
        code: "exhausted",
      },
    );
    expect(seen.length).toBeGreaterThan(1);
    expect(await readdir(temporaryDirectory)).toEqual([]);
  });

  test("keeps to its memory however long the file is", { timeout: 120_000 }, async () => {
    await withTable({ path: plain }, profileTable);
    const before = process.memoryUsage().rss;
    let highest = before;
    const sampler = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage().rss);
    }, 20);
    const { rowCount } = await withTable({ path: large, memoryLimitBytes: 134_217_728 }, profileTable);
    clearInterval(sampler);
    expect(rowCount).toBe(1_000_000);
    expect(highest - before).toBeLessThan(402_653_184);
  });
});
