import { describe, expect, test } from "vitest";
import { parseMarkdown } from "./markdown.ts";
import { parseInline, safeHref } from "./markdown-inline.ts";

const kinds = (text: string) => parseMarkdown(text).map(({ kind }) => kind);

describe("blocks", () => {
  test("headings, paragraphs, code, quotes, lists, tables and rules are told apart", () => {
    const text = "# A\n\ntext\nmore\n\n```py\n# no heading\n```\n> said\n\n- a\n- b\n\n1. x\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n---\n";
    expect(kinds(text)).toEqual(["heading", "paragraph", "code", "quote", "list", "list", "table", "rule"]);
  });

  test("a code block that is not closed ends with the text", () => {
    expect(parseMarkdown("```\na\n\nb")).toEqual([{ kind: "code", language: "", text: "a\n\nb" }]);
  });

  test("items hold what is indented below them, and tasks are done or not", () => {
    expect(parseMarkdown("- [x] a\n  - b\n- [ ] c")).toMatchObject([
      {
        kind: "list",
        items: [{ isDone: true, blocks: [{ kind: "paragraph" }, { kind: "list", items: [{ isDone: undefined }] }] }, { isDone: false }],
      },
    ]);
  });

  test("a list begins with the number it is given", () => {
    expect(parseMarkdown("3. a\n4. b")).toMatchObject([{ isOrdered: true, start: 3, items: [{}, {}] }]);
  });

  test("a row of a table has as many cells as its head, and an escaped bar is text", () => {
    expect(parseMarkdown("a | b\n--|--:\n1 \\| 2 |3|4\n5|")).toMatchObject([
      {
        isEnd: [false, true],
        rows: [
          [[{ text: "1 | 2" }], [{ text: "3" }]],
          [[{ text: "5" }], []],
        ],
      },
    ]);
  });

  test("what is nested without end is read to its end", () => {
    expect(kinds("> ".repeat(5000))).toEqual(["quote"]);
    expect(kinds(`${"- ".repeat(2000)}x`)).toEqual(["list"]);
    expect(parseInline("[".repeat(19_000))).toEqual([{ kind: "text", text: "[".repeat(19_000) }]);
  });
});

describe("pieces of a line", () => {
  test("marks", () => {
    expect(parseInline("a **b** *c* `d*` ~~e~~")).toEqual([
      { kind: "text", text: "a " },
      { kind: "strong", content: [{ kind: "text", text: "b" }] },
      { kind: "text", text: " " },
      { kind: "emphasis", content: [{ kind: "text", text: "c" }] },
      { kind: "text", text: " " },
      { kind: "code", text: "d*" },
      { kind: "text", text: " " },
      { kind: "deleted", content: [{ kind: "text", text: "e" }] },
    ]);
  });

  test("names with underscores, products and HTML are text", () => {
    for (const text of ["learning_rate_min", "2 * 3 * 4", "<img src=x onerror=alert(1)>", "a ** b", "[a]", "**"]) {
      expect(parseInline(text)).toEqual([{ kind: "text", text }]);
    }
  });

  test("links lead to the web or into this portal, and nowhere else", () => {
    expect(parseInline("[a](https://example.com/x)")).toMatchObject([{ kind: "link", href: "https://example.com/x" }]);
    expect(parseInline("see https://example.com/a_b.")).toMatchObject([
      {},
      { kind: "link", href: "https://example.com/a_b" },
      { text: "." },
    ]);
    expect(parseInline("[a](javascript:alert(1))").some(({ kind }) => kind === "link")).toBe(false);
    expect(safeHref("//example.com")).toBeUndefined();
    expect(safeHref("data:text/html,x")).toBeUndefined();
    expect(safeHref("/w/risk/runs/1")).toBe("/w/risk/runs/1");
  });
});
