import { expect, test } from "vitest";
import { conditionText, spanText, usesText } from "./words.ts";

test.each([
  [{ traffic: "10%", until_labels: 1000 }, "At most 10% of traffic until 1,000 labels are in"],
  [{ traffic: "5%", until_labels: 10, for: "14d" }, "At most 5% of traffic until 10 labels are in, and for 14 days"],
  [{ traffic: "5%" }, "At most 5% of traffic"],
  [{ time_limit: "1w" }, "Ends after 1 week"],
  [{ required_labels: 500, within: "36h" }, "500 labels within 36 hours, or it ends"],
])("%j reads %s", (condition, text) => {
  expect(conditionText(condition)).toBe(text);
});

test("spans and uses are said in words", () => {
  expect(spanText("1d")).toBe("1 day");
  expect(usesText(["shadow", "canary"], 10)).toBe("shadow, canary up to 10%");
});
