import { expect, test } from "vitest";
import { place } from "./place.ts";

const window = { width: 1000, height: 800 };
const anchor = { left: 400, top: 300, width: 100, height: 20 };
const size = { width: 200, height: 150 };

test("stands beside its anchor, aligned as asked", () => {
  expect(place(anchor, size, { window, side: "bottom", align: "start", gap: 5 })).toMatchObject({ left: 400, top: 325 });
  expect(place(anchor, size, { window, side: "bottom", align: "end", gap: 5 })).toMatchObject({ left: 300, top: 325 });
  expect(place(anchor, size, { window, side: "top", align: "center", gap: 5 })).toMatchObject({ left: 350, top: 145 });
  expect(place(anchor, size, { window, side: "right", align: "center", gap: 5 })).toMatchObject({ left: 505, top: 235 });
});

test("takes the other side where only there is room", () => {
  const low = { ...anchor, top: 760 };
  expect(place(low, size, { window, side: "bottom", align: "start", gap: 5 }).top).toBe(605);
  const high = { ...anchor, top: 10 };
  expect(place(high, size, { window, side: "top", align: "start", gap: 5 }).top).toBe(35);
});

test("stays within the window and scrolls where it is too high for it", () => {
  const right = { ...anchor, left: 950, width: 40 };
  expect(place(right, size, { window, side: "bottom", align: "start", gap: 5 }).left).toBe(792);
  const tall = place(anchor, { width: 200, height: 2000 }, { window, side: "bottom", align: "start", gap: 5 });
  expect(tall).toMatchObject({ top: 325, maxHeight: 467 });
});
