import { type Inline, parseInline } from "./markdown-inline.ts";

export interface ListItem {
  /** Undefined where the item is no task. */
  isDone: boolean | undefined;
  blocks: Block[];
}

/** A part of a Markdown text that begins on a line of its own. */
export type Block =
  | { kind: "heading"; level: number; content: Inline[] }
  | { kind: "paragraph"; content: Inline[] }
  | { kind: "code"; language: string; text: string }
  | { kind: "list"; isOrdered: boolean; start: number; items: ListItem[] }
  | { kind: "quote"; blocks: Block[] }
  | { kind: "table"; isEnd: boolean[]; head: Inline[][]; rows: Inline[][][] }
  | { kind: "rule" };

const deepest = 8;
const heading = /^ {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$/;
const fence = /^ {0,3}(`{3,}|~{3,})\s*([\w+-]*)/;
const rule = /^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/;
const quote = /^ {0,3}> ?/;
const listItem = /^( {0,3})([-*+]|\d{1,9}[.)])(\s+)(?=\S)/;
const tableRule = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

interface Reading {
  readonly lines: readonly string[];
  at: number;
  readonly depth: number;
}

/** Reads CommonMark as people write it, with tables and tasks. HTML has no meaning, and pictures are not loaded. */
export function parseMarkdown(text: string): Block[] {
  return parseBlocks(text.replace(/\r\n?/g, "\n").split("\n"), 0);
}

function parseBlocks(lines: readonly string[], depth: number): Block[] {
  const reading: Reading = { lines, at: 0, depth };
  const blocks: Block[] = [];
  while (reading.at < lines.length) {
    if (lineOf(reading).trim() === "") {
      reading.at += 1;
      continue;
    }
    blocks.push(nextBlock(reading));
  }
  return blocks;
}

const lineOf = ({ lines, at }: Reading, further = 0): string => lines[at + further] ?? "";

function nextBlock(reading: Reading): Block {
  const line = lineOf(reading);
  const title = heading.exec(line);
  if (title) {
    reading.at += 1;
    return { kind: "heading", level: title[1]?.length ?? 1, content: parseInline(title[2] ?? "") };
  }
  if (fence.test(line)) return codeBlock(reading);
  if (rule.test(line)) {
    reading.at += 1;
    return { kind: "rule" };
  }
  if (reading.depth < deepest && quote.test(line)) return quoteBlock(reading);
  if (reading.depth < deepest && listItem.test(line)) return listBlock(reading);
  if (isTable(reading)) return tableBlock(reading);
  return paragraph(reading);
}

function codeBlock(reading: Reading): Block {
  const [, mark = "```", language = ""] = fence.exec(lineOf(reading)) ?? [];
  const code: string[] = [];
  reading.at += 1;
  while (reading.at < reading.lines.length && !lineOf(reading).trimStart().startsWith(mark)) {
    code.push(lineOf(reading));
    reading.at += 1;
  }
  reading.at += 1;
  return { kind: "code", language: language.toLowerCase(), text: code.join("\n") };
}

function quoteBlock(reading: Reading): Block {
  const inside: string[] = [];
  while (quote.test(lineOf(reading))) {
    inside.push(lineOf(reading).replace(quote, ""));
    reading.at += 1;
  }
  return { kind: "quote", blocks: parseBlocks(inside, reading.depth + 1) };
}

function listBlock(reading: Reading): Block {
  const [, , mark = "-"] = listItem.exec(lineOf(reading)) ?? [];
  const isOrdered = /\d/.test(mark);
  const items: ListItem[] = [];
  while (isOfList(lineOf(reading), isOrdered)) items.push(itemOf(reading));
  return { kind: "list", isOrdered, start: isOrdered ? Number.parseInt(mark, 10) : 1, items };
}

function isOfList(line: string, isOrdered: boolean): boolean {
  const match = listItem.exec(line);
  return match !== null && !rule.test(line) && /\d/.test(match[2] ?? "") === isOrdered;
}

/** The item's own line, what is indented below it, and lines that go on without a gap. */
function itemOf(reading: Reading): ListItem {
  const line = lineOf(reading);
  const indent = listItem.exec(line)?.[0].length ?? 2;
  const [, task, rest = line.slice(indent)] = /^\[([ xX])\]\s+(.*)$/.exec(line.slice(indent)) ?? [];
  const inside = [rest];
  reading.at += 1;
  while (reading.at < reading.lines.length && goesOn(reading)) {
    inside.push(lineOf(reading).replace(new RegExp(`^ {0,${indent}}`), ""));
    reading.at += 1;
  }
  return { isDone: task === undefined ? undefined : task !== " ", blocks: parseBlocks(inside, reading.depth + 1) };
}

function goesOn(reading: Reading): boolean {
  const line = lineOf(reading);
  if (/^(?: {2,}|\t)\S/.test(line)) return true;
  if (line.trim() === "") return /^(?: {2,}|\t)\S/.test(lineOf(reading, 1));
  return !(startsBlock(line) || lineOf(reading, -1).trim() === "");
}

const startsBlock = (line: string): boolean => [heading, fence, rule, quote, listItem].some((pattern) => pattern.test(line));

const isTable = (reading: Reading): boolean => lineOf(reading).includes("|") && tableRule.test(lineOf(reading, 1));

function tableBlock(reading: Reading): Block {
  const head = cellsOf(lineOf(reading)).map((cell) => parseInline(cell));
  const isEnd = cellsOf(lineOf(reading, 1)).map((cell) => /^:?-+:$/.test(cell) && !cell.startsWith(":"));
  const rows: Inline[][][] = [];
  reading.at += 2;
  while (lineOf(reading).includes("|")) {
    const cells = cellsOf(lineOf(reading));
    rows.push(head.map((_, column) => parseInline(cells[column] ?? "")));
    reading.at += 1;
  }
  return { kind: "table", isEnd, head, rows };
}

function cellsOf(line: string): string[] {
  const inside = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inside.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function paragraph(reading: Reading): Block {
  const inside = [lineOf(reading)];
  reading.at += 1;
  while (lineOf(reading).trim() !== "" && !startsBlock(lineOf(reading)) && !isTable(reading)) {
    inside.push(lineOf(reading));
    reading.at += 1;
  }
  return { kind: "paragraph", content: parseInline(inside.map((line) => line.trim()).join("\n")) };
}
