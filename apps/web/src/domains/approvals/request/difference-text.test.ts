import { expect, test } from "vitest";
import { countKinds, tellingItems } from "./difference-text.ts";

const item = (kind: "dataset" | "param" | "metric" | "package" | "file", name: string) => ({ kind, name, before: "1", after: "2" });

test("of each telling kind one comes before a second of any; figures and files are left out", () => {
  const items = [
    item("metric", "auc"),
    item("param", "a"),
    item("param", "b"),
    item("param", "c"),
    item("dataset", "d"),
    item("file", "f"),
    item("package", "p"),
  ];
  expect(tellingItems(items).map(({ name }) => name)).toEqual(["d", "a", "p", "b"]);
  expect(tellingItems([])).toEqual([]);
});

test("what differs is counted by kind", () => {
  expect(countKinds([item("file", "a"), item("metric", "auc"), item("file", "b")])).toBe("1 metric, 2 files");
  expect(countKinds([])).toBe("");
});
