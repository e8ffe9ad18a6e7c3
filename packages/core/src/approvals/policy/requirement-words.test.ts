import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactNumber, measuredNumber, numberBeside, spanWords } from "./requirement-words.ts";

test.each([
  ["1h", "1 hour"],
  ["36h", "36 hours"],
  ["14d", "14 days"],
  ["1w", "1 week"],
])("%s is %s", (span, words) => {
  expect(spanWords(span)).toBe(words);
});

test("numbers of a policy are as exact as they are written", () => {
  expect([0.85, 0.99995, 10_000, -412_000, 1e-7].map(exactNumber)).toEqual(["0.85", "0.99995", "10,000", "−412,000", "1e−7"]);
});

test("measured numbers have four significant digits; counts are whole", () => {
  expect([0.861_24, 1234.567, 123_456, -0.000_123_47, 0].map(measuredNumber)).toEqual(["0.8612", "1,235", "123,456", "−0.0001235", "0"]);
});

describe("a number beside its bound", () => {
  test("shows on which side it is", () => {
    expect(numberBeside(0.849_996, 0.85)).toBe("0.849996");
    expect(numberBeside(0.861_24, 0.85)).toBe("0.8612");
    expect(numberBeside(0.85, 0.85)).toBe("0.85");
  });

  test("whatever both are", () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, fc.oneof(number, fc.integer({ min: -5, max: 5 })), (value, bound) => {
        const shown = Number(numberBeside(value, bound).replaceAll(",", "").replace(/−/g, "-"));
        expect(Math.sign(shown - bound)).toBe(Math.sign(value - bound));
      }),
    );
  });
});
