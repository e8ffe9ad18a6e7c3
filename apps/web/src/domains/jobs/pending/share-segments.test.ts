import { expect, test } from "vitest";
import { shareSegments } from "./share-segments.ts";

const share = (workspace: string, used: number, borrowed: number) => ({
  workspace,
  isOwn: false,
  isShared: false,
  guaranteed: 16,
  used,
  borrowed,
  freeToLend: 0,
  waiting: 0,
});

test("a pool is what is used, borrowed and free, in that order", () => {
  const segments = shareSegments({ shares: [share("credit", 16, 0), share("fraud", 24, 8), share("idle", 0, 0)], free: 3 });
  expect(segments.map(({ kind, label }) => [kind, label])).toEqual([
    ["own", "credit 16"],
    ["own", "fraud 16"],
    ["borrowed", "+8"],
    ["free", "3 free"],
  ]);
});

test("what is shared by all is held by those who borrow it, and no piece of its own", () => {
  const common = { ...share("shared by all", 2, 0), isShared: true };
  expect(shareSegments({ shares: [share("guest", 2, 2), common], free: 0 }).map(({ label }) => label)).toEqual(["+2"]);
});

test("who only borrows has no piece of its own, and nothing free is no piece", () => {
  expect(shareSegments({ shares: [share("guest", 2, 2)], free: 0 }).map(({ kind }) => kind)).toEqual(["borrowed"]);
});
