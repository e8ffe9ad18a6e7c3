import { expect, test } from "vitest";
import { artifactPathOf, downloadHeaders } from "./artifact-path.ts";

test.each([
  ["a/b.txt", "a/b.txt"],
  ["a b%25c.txt", "a b%c.txt"],
  ["%252e%252e%252fx", "../x"],
  ["a+b%C3%A9", "a+bé"],
  ["100%.txt", "100%.txt"],
])("%s means %s", (given, meant) => {
  expect(artifactPathOf(given)).toBe(meant);
});

test.each(["a#b", "a%23b", "a%2523b", `%${"25".repeat(12)}41`, "a%ffb"])("%s is refused", (given) => {
  expect(() => artifactPathOf(given)).toThrow("Invalid path");
});

test.each([
  ["x/notes.txt", "text/plain; charset=utf-8", "attachment; filename=notes.txt"],
  ["MLmodel", "text/plain; charset=utf-8", "attachment; filename=MLmodel"],
  ["a.json", "text/plain; charset=utf-8", "attachment; filename=a.json"],
  ["page.html", "text/html; charset=utf-8", "attachment; filename=page.html"],
  ["image.svg", "image/svg+xml", "attachment; filename=image.svg"],
  ["plain", "application/octet-stream", "attachment; filename=plain"],
  ["a b%c.txt", "text/plain; charset=utf-8", 'attachment; filename="a b%c.txt"'],
  ['q"\\.txt', "text/plain; charset=utf-8", 'attachment; filename="q\\"\\\\.txt"'],
  ["a+bé.txt", "text/plain; charset=utf-8", "attachment; filename=a+be.txt; filename*=UTF-8''a+b%C3%A9.txt"],
  ["日本語", "application/octet-stream", "attachment; filename=download; filename*=UTF-8''%E6%97%A5%E6%9C%AC%E8%AA%9E"],
])("%s is sent as %s, %s", (path, type, disposition) => {
  expect(downloadHeaders(path)).toEqual({ "content-type": type, "content-disposition": disposition });
});
