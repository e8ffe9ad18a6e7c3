import { expect, test } from "vitest";
import { exampleText, typeText } from "./signature-text.ts";

const field = { name: "x", type: "long", shape: null, isRequired: true, example: null };

test("a type says its shape and whether it may be left out", () => {
  expect(typeText(field)).toBe("long");
  expect(typeText({ ...field, isRequired: false })).toBe("long, optional");
  expect(typeText({ ...field, type: "float32", shape: [-1, 28] })).toBe("float32 [-1, 28]");
});

test("an example reads as code does", () => {
  expect(exampleText("car")).toBe('"car"');
  expect(exampleText(12.5)).toBe("12.5");
  expect(exampleText(null)).toBe("");
});
