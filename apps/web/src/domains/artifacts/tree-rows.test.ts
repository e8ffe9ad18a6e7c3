import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import { expect, test } from "vitest";
import { ancestorsOf, openAtFirst, shownAtFirst, treeRows } from "./tree-rows.ts";

const file = (path: string): ArtifactEntry => ({ path, isDirectory: false, sizeBytes: 1, sha256: "ab12", updatedAt: null });
const directory = (path: string): ArtifactEntry => ({ path, isDirectory: true, sizeBytes: null, sha256: null, updatedAt: null });
const directories = new Map([
  ["", [file("b.txt"), directory("model"), directory("empty"), file("a10.txt"), file("a2.txt")]],
  ["model", [file("model/MLmodel")]],
  ["empty", []],
]);
const shape = (rows: ReturnType<typeof treeRows>) =>
  rows.map(({ name, level, position, siblings }) => `${level} ${name} ${position}/${siblings}`);

test("directories come first, names by their numbers; what is closed stays closed", () => {
  expect(shape(treeRows({ directories, open: new Set(["model"]), filter: "" }))).toEqual([
    "1 empty 1/5",
    "1 model 2/5",
    "2 MLmodel 1/1",
    "1 a2.txt 3/5",
    "1 a10.txt 4/5",
    "1 b.txt 5/5",
  ]);
});

test("a filter opens what holds a match and leaves the rest out", () => {
  expect(shape(treeRows({ directories, open: new Set(), filter: "mlmodel" }))).toEqual(["1 model 1/1", "2 MLmodel 1/1"]);
  expect(treeRows({ directories, open: new Set(), filter: "ab12" })).toHaveLength(5);
});

test("a directory says what it holds once all of it is read", () => {
  const nested = new Map([...directories, ["model", [file("model/MLmodel"), directory("model/data")]]]);
  const insideOf = (read: typeof directories) =>
    treeRows({ directories: read, open: new Set(), filter: "" }).find(({ name }) => name === "model")?.inside;
  expect(insideOf(directories)).toEqual({ files: 1, bytes: 1 });
  expect(insideOf(nested)).toBeUndefined();
  expect(insideOf(new Map([...nested, ["model/data", [file("model/data/a"), file("model/data/b")]]]))).toEqual({ files: 3, bytes: 3 });
});

test("opens the way to the chosen file and a few directories, and shows the first file that can be", () => {
  const root = directories.get("") ?? [];
  expect([...openAtFirst(root, "model/data/x.bin")]).toEqual(["model", "model/data", "empty"]);
  const many = Array.from({ length: 5 }, (_, at) => directory(`part-${at}`));
  expect([...openAtFirst(many, undefined)]).toEqual([]);
  const rowsOf = (entries: ArtifactEntry[]) => treeRows({ directories: new Map([["", entries]]), open: new Set(), filter: "" });
  expect(shownAtFirst(rowsOf([file("a.pkl"), { ...file("b.csv"), sizeBytes: 2_000_000 }, file("c.txt")]))?.path).toBe("c.txt");
  expect(shownAtFirst(rowsOf([file("a.pkl")]))).toBeUndefined();
});

test("knows the way to a file", () => {
  expect(ancestorsOf("model/data/x.bin")).toEqual(["model", "model/data"]);
  expect(ancestorsOf("x.bin")).toEqual([]);
});
