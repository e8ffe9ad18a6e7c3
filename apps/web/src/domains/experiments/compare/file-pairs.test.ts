import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import { expect, test } from "vitest";
import { pairFiles } from "./file-pairs.ts";

const file = (path: string, sha256: string | null): ArtifactEntry => ({ path, sha256, isDirectory: false, sizeBytes: 1, updatedAt: null });

test("files that differ come first; folders are none", () => {
  const before = [file("b.txt", "1"), file("a.txt", "1"), file("gone.txt", "1"), { ...file("dir", null), isDirectory: true }];
  const after = [file("b.txt", "1"), file("a.txt", "2"), file("new.txt", "3")];
  expect(pairFiles(before, after).map(({ path, state }) => [path, state])).toEqual([
    ["a.txt", "changed"],
    ["new.txt", "added"],
    ["gone.txt", "removed"],
    ["b.txt", "same"],
  ]);
});

test("files without a digest are not called the same", () => {
  expect(pairFiles([file("a", null)], [file("a", null)])[0]?.state).toBe("changed");
});

test("logged pictures meet by their key and step", () => {
  const at = (time: number, id: string) => `images/confusion%step%3%timestamp%${time}%${id}.png`;
  const pairs = pairFiles([file(at(1, "0a-1"), "1")], [file(at(2, "0b-2"), "2")]);
  expect(pairs).toMatchObject([{ path: "images/confusion%step%3.png", state: "changed" }]);
});
