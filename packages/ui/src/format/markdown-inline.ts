/** A piece of a line of Markdown. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "break" }
  | { kind: "link"; href: string; content: readonly Inline[] }
  | { kind: "strong" | "emphasis" | "deleted"; content: readonly Inline[] };

/** Longer runs of text are taken as they are: each mark in them looks for its end. */
const longestMarked = 20_000;
const deepest = 6;

/** Addresses that a link of anybody's text may lead to; all else stays text. */
export function safeHref(href: string): string | undefined {
  if (/^(?:https?:\/\/|mailto:)[^\s]+$/i.test(href)) return href;
  return /^(?:\/(?!\/)|#)[^\s\\]*$/.test(href) ? href : undefined;
}

interface Found {
  readonly piece: Inline;
  readonly end: number;
}

/** Marks within a line: code, links, strong, emphasis, deleted, line breaks. HTML is text. */
export function parseInline(text: string, depth = 0): Inline[] {
  if (text.length > longestMarked || depth > deepest) return [{ kind: "text", text }];
  const pieces: Inline[] = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const found = findAt(text, at, depth);
    if (!found) {
      plain += text.charAt(at);
      at += 1;
      continue;
    }
    if (found.piece.kind === "text") plain += found.piece.text;
    else {
      if (plain) pieces.push({ kind: "text", text: plain });
      plain = "";
      pieces.push(found.piece);
    }
    at = found.end;
  }
  if (plain) pieces.push({ kind: "text", text: plain });
  return pieces;
}

function findAt(text: string, at: number, depth: number): Found | undefined {
  const character = text.charAt(at);
  if (character === "\\") return escaped(text, at);
  if (character === "`") return codeAt(text, at);
  if (character === "[") return linkAt(text, at, depth);
  if (character === "\n") return { piece: { kind: "break" }, end: at + 1 };
  if (character === "h" || character === "<") return addressAt(text, at);
  if (character === "*" || character === "_" || character === "~") return markedAt(text, at, depth);
  return undefined;
}

function escaped(text: string, at: number): Found | undefined {
  const next = text.charAt(at + 1);
  return /^[!-/:-@[-`{-~]$/.test(next) ? { piece: { kind: "text", text: next }, end: at + 2 } : undefined;
}

function codeAt(text: string, at: number): Found {
  let ticks = 1;
  while (text.charAt(at + ticks) === "`") ticks += 1;
  const mark = "`".repeat(ticks);
  const end = text.indexOf(mark, at + ticks);
  if (end < 0) return { piece: { kind: "text", text: mark }, end: at + ticks };
  const inside = text.slice(at + ticks, end);
  return { piece: { kind: "code", text: inside.trim() || inside }, end: end + ticks };
}

function linkAt(text: string, at: number, depth: number): Found | undefined {
  const close = text.indexOf("](", at);
  const end = close < 0 ? -1 : text.indexOf(")", close);
  if (end < 0 || text.slice(at + 1, close).includes("[")) return undefined;
  const href = safeHref(
    text
      .slice(close + 2, end)
      .replace(/\s+"[^"]*"$/, "")
      .trim(),
  );
  const label = text.slice(at + 1, close);
  if (!href || !label) return undefined;
  return { piece: { kind: "link", href, content: parseInline(label, depth + 1) }, end: end + 1 };
}

/** An address that stands in the text as it is, or between angle brackets. */
function addressAt(text: string, at: number): Found | undefined {
  const isBracketed = text.charAt(at) === "<";
  const match = /^https?:\/\/[^\s<>"'`]+/i.exec(text.slice(at + Number(isBracketed), at + 2000));
  if (!match || (!isBracketed && /[\w/]/.test(text.charAt(at - 1)))) return undefined;
  const href = isBracketed ? match[0] : match[0].replace(/[.,;:!?)\]*_]+$/, "");
  const end = at + Number(isBracketed) + href.length;
  if (isBracketed && text.charAt(end) !== ">") return undefined;
  return { piece: { kind: "link", href, content: [{ kind: "text", text: href }] }, end: end + Number(isBracketed) };
}

const marks = [
  { mark: "**", kind: "strong" },
  { mark: "__", kind: "strong" },
  { mark: "~~", kind: "deleted" },
  { mark: "*", kind: "emphasis" },
  { mark: "_", kind: "emphasis" },
] as const;

function markedAt(text: string, at: number, depth: number): Found | undefined {
  const found = marks.find(({ mark }) => text.startsWith(mark, at));
  if (!found) return undefined;
  const { mark, kind } = found;
  const start = at + mark.length;
  // Names such as `learning_rate` hold underscores that mark nothing.
  if (mark.startsWith("_") && /\w/.test(text.charAt(at - 1))) return undefined;
  if (!/\S/.test(text.charAt(start))) return undefined;
  const end = endOf(text, start, mark);
  if (end === undefined) return undefined;
  return { piece: { kind, content: parseInline(text.slice(start, end), depth + 1) }, end: end + mark.length };
}

function endOf(text: string, start: number, mark: string): number | undefined {
  let end = text.indexOf(mark, start + 1);
  while (end >= 0) {
    const isInWord = mark.startsWith("_") && /\w/.test(text.charAt(end + mark.length));
    const isDouble = mark.length === 1 && (text.charAt(end + 1) === mark || text.charAt(end - 1) === mark);
    if (/\S/.test(text.charAt(end - 1)) && !isInWord && !isDouble) return end;
    end = text.indexOf(mark, end + 1);
  }
  return undefined;
}
