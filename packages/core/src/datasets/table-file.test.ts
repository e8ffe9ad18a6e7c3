import { expect, test } from "vitest";
import { checkHead, checkTail, formatOfName, plainName } from "./table-file.ts";

test.each([
  ["loans.csv", "csv"],
  ["LOANS.CSV", "csv"],
  ["a/b.parquet", "parquet"],
  ["x.pq", "parquet"],
])("%s is %s by its name", (name, format) => {
  expect(formatOfName(name)).toBe(format);
});

test.each(["loans", "loans.xlsx", "csv", "loans.csv.gz", ""])("%j has no name of a table", (name) => {
  expect(() => formatOfName(name)).toThrow(/neither a CSV nor a Parquet/);
});

test("a name is the last part of its path, without control characters", () => {
  expect(["C:\\data\\a.csv", "/data/x/a.csv", "a\u0000\n.csv", "a.csv"].map(plainName)).toEqual(["a.csv", "a.csv", "a.csv", "a.csv"]);
});

test("first bytes must be of the format that the name says", () => {
  const parquet = Buffer.from("PAR1....");
  const csv = Buffer.from("a,b\n1,2\n");
  expect(() => checkHead(parquet, "parquet")).not.toThrow();
  expect(() => checkHead(csv, "csv")).not.toThrow();
  expect(() => checkHead(Buffer.alloc(0), "csv")).toThrow(/is empty/);
  expect(() => checkHead(csv, "parquet")).toThrow(/no Parquet file/);
  expect(() => checkHead(parquet, "csv")).toThrow(/name says CSV/);
  expect(() => checkHead(Buffer.from([0x1f, 0x8b, 8]), "csv")).toThrow(/gzip/);
  expect(() => checkHead(Buffer.from([0x50, 0x4b, 3, 4]), "csv")).toThrow(/spreadsheet/);
  expect(() => checkHead(Buffer.from([0x61, 0, 0x62, 0]), "csv")).toThrow(/binary/);
});

test("last bytes matter to Parquet alone", () => {
  expect(() => checkTail(Buffer.from("PAR1"), "parquet")).not.toThrow();
  expect(() => checkTail(Buffer.from("xxxx"), "parquet")).toThrow(/its end is missing/);
  expect(() => checkTail(Buffer.from("xxxx"), "csv")).not.toThrow();
});
