import { AppError } from "@plumbline/core/kernel";
import { expect, test } from "vitest";
import { bool, decode, double, type Fields, int, int64, list, message, objectOf, oneOf, required, text } from "./fields.ts";

const see = " See the API docs for more information about request parameters.";
const read = <F extends Fields>(fields: F, source: string) => decode(fields, { value: objectOf(source), source });

function refusalOf(fields: Fields, source: string): string {
  try {
    read(fields, source);
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid") return error.message;
    throw error;
  }
  return "accepted";
}

const tags = list(message({ key: text, value: text }));

test("absent, null and unknown fields are no mistakes", () => {
  expect(read({ name: text, size: int, tags }, '{"size":null,"colour":"red"}')).toEqual({ name: undefined, size: undefined, tags: [] });
});

test.each(["{}", '{"name":null}', '{"name":""}', "", "null", "[]", '{"name":'])("a required field is missed in %j", (source) => {
  expect(refusalOf({ name: required(text) }, source)).toBe(`Missing value for required parameter 'name'.${see}`);
});

test("zero is a value", () => {
  expect(read({ timestamp: required(int64) }, '{"timestamp":0}')).toEqual({ timestamp: 0 });
});

test.each([
  [{ name: text }, '{"name":5}', "Invalid value 5 for parameter 'name' supplied:  Hint: Value was of type 'int'."],
  [{ name: text }, '{"name":1.5}', "Invalid value 1.5 for parameter 'name' supplied:  Hint: Value was of type 'float'."],
  [{ size: int }, '{"size":"many"}', "Invalid value \"many\" for parameter 'size' supplied:  Hint: Value was of type 'str'."],
  [{ size: int }, '{"size":true}', "Invalid value true for parameter 'size' supplied:  Hint: Value was of type 'bool'."],
  [
    { tags },
    '{"tags":{"b":1,"a":"ß"}}',
    'Invalid value {"a":"\\u00df","b":1} for parameter \'tags\' supplied:  Hint: Value was of type \'dict\'.',
  ],
  [{ tags }, '{"tags":[{"key":"a","value":5}]}', "Invalid value 5 for parameter 'tags[0].value' supplied:  Hint: Value was of type 'int'."],
  [{ ids: list(text) }, '{"ids":["a",null]}', "Invalid value null for parameter 'ids[1]' supplied:  Hint: Value was of type 'NoneType'."],
  [{ step: int64 }, '{"step":0.5}', "Invalid value 0.5 for parameter 'step' supplied:  Hint: Value was of type 'float'."],
  [{ name: text }, '{"name":"a\\u0000"}', "Invalid value \"a\\u0000\" for parameter 'name' supplied:  Hint: Value was of type 'str'."],
])("a value of another type is refused as by a stock server: %#", (fields, source, refusal) => {
  expect(refusalOf(fields, source)).toBe(refusal + see);
});

test("of several mistakes the first field of the table is told", () => {
  expect(refusalOf({ a: required(text), b: required(text) }, '{"b":5}')).toContain("parameter 'a'");
});

test("both spellings work alone and are refused together, at any depth", () => {
  const fields = { run_id: text, models: list(message({ model_id: text })) };
  expect(read(fields, '{"runId":"r","models":[{"modelId":"m"}]}')).toEqual({ run_id: "r", models: [{ model_id: "m" }] });
  const both = "Request specifies both 'model_id' and 'modelId'; provide only one of them.";
  expect(refusalOf(fields, '{"models":[{"modelId":"m","model_id":"m"}]}')).toBe(both);
});

test("run_uuid stands in for run_id", () => {
  expect(read({ run_id: required(text) }, '{"run_uuid":"r"}')).toEqual({ run_id: "r" });
  expect(read({ run_id: required(text) }, '{"run_uuid":"old","run_id":"new"}')).toEqual({ run_id: "new" });
});

test.each([
  ["9007199254740991", 9_007_199_254_740_991],
  ["9007199254740993", 9_007_199_254_740_993n],
  ["9223372036854775807", 9_223_372_036_854_775_807n],
  ["-9223372036854775808", -9_223_372_036_854_775_808n],
  ['"9223372036854775807"', 9_223_372_036_854_775_807n],
  ['"12"', 12],
  ["1e3", 1000],
])("an int64 is exact: %s", (source, expected) => {
  expect(read({ step: int64 }, `{"step":${source}}`)).toEqual({ step: expected });
});

test.each(["9223372036854775808", "1e300", '"9223372036854775808"', '"1.0"', "[1]"])("%s is no int64", (source) => {
  expect(refusalOf({ step: int64 }, `{"step":${source}}`)).toContain("parameter 'step'");
});

test.each([
  ["NaN", Number.NaN],
  ['"NaN"', Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ['"-Infinity"', Number.NEGATIVE_INFINITY],
  ["1e400", Number.POSITIVE_INFINITY],
  ['"1.5"', 1.5],
  ['".5e-3"', 0.0005],
  ["3", 3],
])("a float64 is read from %s", (source, expected) => {
  expect(read({ value: double }, `{"value":${source},"text":"NaN, Infinity"}`)).toEqual({ value: expected });
});

test.each(['"high"', '""', '"1,5"', '"0x10"', "true", "[1]", "{}"])("%s is no float64", (source) => {
  expect(refusalOf({ value: double }, `{"value":${source}}`)).toContain("parameter 'value'");
});

test("an enumeration is read by name, number and number as text; an unknown name counts as absent", () => {
  const fields = { status: oneOf({ RUNNING: 1, FINISHED: 3 }) };
  for (const source of ['"FINISHED"', "3", '"3"']) expect(read(fields, `{"status":${source}}`)).toEqual({ status: "FINISHED" });
  expect(read(fields, '{"status":"DONE"}')).toEqual({ status: undefined });
  expect(refusalOf(fields, '{"status":9}')).toContain("Invalid value 9 for parameter 'status'");
});

test("booleans may be text, as in a query", () => {
  expect(read({ ascending: bool }, '{"ascending":"True"}')).toEqual({ ascending: true });
  expect(read({ ascending: bool }, '{"ascending":false}')).toEqual({ ascending: false });
});

test("JSON within JSON is read again; other bodies than objects are refused", () => {
  expect(objectOf(JSON.stringify('{"name":"a"}'))).toEqual({ name: "a" });
  expect(() => objectOf("5")).toThrow("must be a JSON object");
  expect(() => objectOf('"5"')).toThrow("must be a JSON object");
  expect(() => objectOf('"abc"')).toThrow("must be a JSON object");
});

test("digits that turn out to be no number are refused at once", () => {
  const source = `{"value":"${"1".repeat(1_000_000)}x"}`;
  expect(refusalOf({ value: double }, source)).toMatch(/Hint: Value was of type 'str'/);
});
