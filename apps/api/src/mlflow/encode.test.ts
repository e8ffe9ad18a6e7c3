import { expect, test } from "vitest";
import { encodeMetric, encodeNumber, encodePage } from "./encode.ts";

test("numbers that JSON lacks", () => {
  expect(encodeNumber("NaN")).toBe("NaN");
  expect(encodeNumber("Infinity")).toBe(Number.MAX_VALUE);
  expect(encodeNumber(Number.NEGATIVE_INFINITY)).toBe(-1.797_693_134_862_315_7e308);
  expect(encodeNumber(-0.5)).toBe(-0.5);
});

test("an int64 is a JSON number with all its digits", () => {
  const json = (step: number | bigint) => JSON.stringify(encodeMetric("m", { value: 1, timestamp: 7, step }));
  expect(json(-3)).toBe('{"key":"m","value":1,"timestamp":7,"step":-3}');
  expect(json(9_007_199_254_740_993n)).toContain('"step":9007199254740993}');
  expect(json(2 ** 63)).toContain('"step":9223372036854775807}');
  expect(json(-(2 ** 63))).toContain('"step":-9223372036854775808}');
});

test("empty lists and the end of a list are left out", () => {
  expect(JSON.stringify(encodePage("runs", [], null))).toBe("{}");
  expect(JSON.stringify(encodePage("runs", [1], "next"))).toBe('{"runs":[1],"next_page_token":"next"}');
});
