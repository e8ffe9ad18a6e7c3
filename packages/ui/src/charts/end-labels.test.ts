import { expect, test } from "vitest";
import { placeEndLabels } from "./end-labels.ts";

const chart = { height: 100, lineHeight: 20 };

test("each stands beside what it names, and those that are near are pushed apart", () => {
  expect(
    placeEndLabels(
      [
        { label: "b", at: 0.55 },
        { label: "a", at: 0.5 },
      ],
      chart,
    ),
  ).toEqual([
    { label: "a", bottom: 40 },
    { label: "b", bottom: 60 },
  ]);
});

test("none leaves the chart, at the bottom or at the top", () => {
  const labels = ["a", "b", "c"].map((label, index) => ({ label, at: 0.98 + index / 100 }));
  expect(placeEndLabels([{ label: "zero", at: 0 }, ...labels], chart)).toEqual([
    { label: "zero", bottom: 0 },
    { label: "a", bottom: 40 },
    { label: "b", bottom: 60 },
    { label: "c", bottom: 80 },
  ]);
});

test("where there is no room for all, the largest have names and the others are counted", () => {
  const labels = Array.from({ length: 20 }, (_, index) => ({ label: `w${index}`, at: (index + 0.5) / 20, share: index }));
  const placed = placeEndLabels([...labels, { label: "there is", at: 1 }], chart);
  expect(placed.map(({ label }) => label)).toEqual(["and 17 more", "w17", "w18", "w19", "there is"]);
  expect(placed.map(({ bottom }) => bottom)).toEqual([0, 20, 40, 60, 80]);
});
