import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { checkManifestSize, manifestDigest, manifestFilesMax } from "./manifest.ts";

const sha = (text: string) => createHash("sha256").update(text).digest();
const file = (path: string, content: string) => ({ path, blobId: path, digest: sha(content), sizeBytes: content.length });

test("the digest is that of sorted lines of sum, size and path", () => {
  const lines = `${sha("x").toString("hex")}  1  B\n${sha("yy").toString("hex")}  2  a/b\n`;
  expect(manifestDigest([file("a/b", "yy"), file("B", "x")])).toEqual(sha(lines));
});

test("paths sort by their bytes, not by their UTF-16 units", () => {
  const [high, private_] = ["\u{1f600}", "\u{e000}"];
  const lines = [private_, high].map((path) => `${sha("x").toString("hex")}  1  ${path}\n`).join("");
  expect(manifestDigest([file(high, "x"), file(private_, "x")])).toEqual(sha(lines));
});

test("another name, another byte or another file is another digest; no file has none", () => {
  const digests = [[file("a", "x")], [file("b", "x")], [file("a", "y")], [file("a", "x"), file("b", "x")]].map((files) =>
    manifestDigest(files)?.toString("hex"),
  );
  expect(new Set(digests).size).toBe(4);
  expect(manifestDigest([])).toBeNull();
});

test("a version has 10,000 files at most", () => {
  const files = Array.from({ length: manifestFilesMax }, (_, index) => file(String(index), "x"));
  expect(manifestFilesMax).toBe(10_000);
  expect(() => checkManifestSize(files)).not.toThrow();
  expect(() => checkManifestSize([...files, file("more", "x")])).toThrow(
    expect.objectContaining({ params: { reason: "manifest-size", max: 10_000 } }),
  );
});
