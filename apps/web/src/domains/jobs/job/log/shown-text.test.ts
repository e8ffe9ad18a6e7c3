import { expect, test } from "vitest";
import { piecesOf, shownText, toneOf } from "./shown-text.ts";

test.each([
  ["plain", "plain"],
  ["\u001b[31mred\u001b[0m and \u001b[1;32mgreen\u001b[m", "red and green"],
  ["\u001b]0;title\u0007text", "text"],
  ["10 %\r20 %\r30 %", "30 %"],
  ["30 %\r", "30 %"],
  ["tab\tstays, bell\u0007 goes", "tab\tstays, bell goes"],
  ["", ""],
])("%j is shown as %j", (text, shown) => {
  expect(shownText(text)).toBe(shown);
});

test.each([
  ["stdout", "epoch 3 loss 0.2", "plain"],
  ["stderr", "writing to stderr is no error", "plain"],
  ["stderr", "2026-11-28 10:00:00,123 ERROR trainer: lost the batch", "bad"],
  ["stderr", "Traceback (most recent call last):", "bad"],
  ["stderr", "ValueError: no column income", "bad"],
  ["stdout", "WARN grad norm 4.81 clipped", "warn"],
  ["stderr", "[WARNING] slow", "warn"],
  ["stderr", "/usr/lib/python3/x.py:12: UserWarning: deprecated", "warn"],
  ["stdout", "0 errors were found, WARN is not its beginning, nor is ERROR", "plain"],
  ["platform", "the attempt was given 2 GPUs", "platform"],
] as const)("%s: %j is %s", (stream, text, tone) => {
  expect(toneOf({ stream, text })).toBe(tone);
});

test("hits are set apart, in their own case", () => {
  expect(piecesOf("AUC auc_val", "auc")).toEqual([
    { text: "AUC", isHit: true },
    { text: " ", isHit: false },
    { text: "auc", isHit: true },
    { text: "_val", isHit: false },
  ]);
  expect(piecesOf("line", "")).toEqual([{ text: "line", isHit: false }]);
  expect(piecesOf("none here", "auc")).toEqual([{ text: "none here", isHit: false }]);
  expect(piecesOf("İx", "x")).toEqual([{ text: "İx", isHit: true }]);
});
