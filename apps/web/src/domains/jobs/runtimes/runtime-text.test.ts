import { expect, test } from "vitest";
import { envLines, envText, packageLines } from "./runtime-text.ts";

test("requirements are lines without comments", () => {
  expect(packageLines("numpy==2.4\n\n# learning\nscikit-learn>=1.8  # newest\n  torch\n")).toEqual([
    "numpy==2.4",
    "scikit-learn>=1.8",
    "torch",
  ]);
  expect(packageLines("https://x.example/a.whl#sha256=1")).toEqual(["https://x.example/a.whl#sha256=1"]);
});

test("variables keep what stands behind the first =", () => {
  expect(envLines("A=1\nOPTS=--x=2 --y\n\nEMPTY=\nNAKED")).toEqual({ A: "1", OPTS: "--x=2 --y", EMPTY: "", NAKED: "" });
  expect(envText({ A: "1", B: "x=y" })).toBe("A=1\nB=x=y");
  expect(envLines(envText({ A: " 1 " }))).toEqual({ A: " 1 " });
});
