import { expect, test } from "vitest";
import { mountText } from "./mount-text.ts";

test("a mount is a volume or a cache, and has a name in words", () => {
  expect(mountText({ claim: "loans", path: "/data" })).toEqual({ kind: "volume", name: "loans" });
  expect(mountText({ cache: "weights", path: "/cache", size: "10Gi" })).toEqual({ kind: "cache", name: "weights" });
});

test("whatever was written instead has words too", () => {
  for (const written of [null, "loans", {}, { claim: {} }]) expect(mountText(written)).toEqual({ kind: "volume", name: "without a name" });
});
