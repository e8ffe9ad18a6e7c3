import { describe, expect, test } from "vitest";
import { plainTypeOf, scalarOf } from "./scalar.ts";

describe("plain types", () => {
  test.each([
    ["UTINYINT", "integer"],
    ["INTEGER", "integer"],
    ["HUGEINT", "integer"],
    ["DECIMAL(20,0)", "integer"],
    ["DECIMAL(18,3)", "number"],
    ["FLOAT", "number"],
    ["VARCHAR", "text"],
    ["ENUM('a)', 'b')", "text"],
    ["TIMESTAMP_NS", "timestamp"],
    ["TIMESTAMP WITH TIME ZONE", "timestamp"],
    ["DATE", "date"],
    ["TIME", "other"],
    ["INTERVAL", "other"],
    ["BLOB", "other"],
    ["INTEGER[]", "other"],
    ["INTEGER[3]", "other"],
    ["STRUCT(a DATE)", "other"],
    ["MAP(VARCHAR, BIGINT)", "other"],
  ])("%s is %s", (engineType, type) => {
    expect(plainTypeOf(engineType)).toBe(type);
  });
});

describe("scalars", () => {
  test.each([
    [null, "text", null],
    ["9007199254740991", "integer", 9_007_199_254_740_991],
    ["9007199254740992", "integer", "9007199254740992"],
    ["-170141183460469231731687303715884105728", "integer", "-170141183460469231731687303715884105728"],
    ["1.5", "number", 1.5],
    ["nan", "number", "NaN"],
    ["-inf", "number", "-Infinity"],
    ["true", "boolean", true],
    ["2024-01-02", "date", "2024-01-02"],
    ["2024-01-02 03:04:05.6", "timestamp", "2024-01-02T03:04:05.6"],
    ["2024-01-02 03:04:05+00", "timestamp", "2024-01-02T03:04:05Z"],
    ["a\0b", "text", "a\uFFFDb"],
    ["12345", "text", "12345"],
    ["123456", "text", "12345…"],
    ["😀😀😀😀😀😀", "text", "😀😀😀😀😀…"],
  ] as const)("%j of %s is %j", (text, type, scalar) => {
    expect(scalarOf(text, type, 5)).toBe(scalar);
  });
});
