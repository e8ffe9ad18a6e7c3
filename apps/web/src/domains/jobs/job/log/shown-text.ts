import type { LogLine } from "@plumbline/contracts/jobs/log";

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are told of colours and moves of the cursor by them
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: none of them has a look of its own
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** A line as a terminal would leave it: without its colours, and of a progress bar that drew itself over and over, the last. */
export function shownText(text: string): string {
  const plain = text.replace(escapes, "");
  const drawn = plain.replace(/\r+$/, "");
  return drawn.slice(drawn.lastIndexOf("\r") + 1).replace(controls, "");
}

export type LineTone = "plain" | "warn" | "bad" | "platform";

const bad = /^(?:\S*\s){0,3}\W*(?:ERROR|CRITICAL|FATAL)\b|^Traceback \(most recent call last\)|^\w*(?:Error|Exception)(?::|$)/;
const warn = /^(?:\S*\s){0,3}\W*WARN(?:ING)?\b|^\S+Warning:|: \w*Warning: /;

/** What a line is, by its first words; what a program writes to stderr is no error by that alone. */
export function toneOf({ stream, text }: Pick<LogLine, "stream" | "text">): LineTone {
  if (stream === "platform") return "platform";
  if (bad.test(text)) return "bad";
  return warn.test(text) ? "warn" : "plain";
}

export interface TextPiece {
  text: string;
  isHit: boolean;
}

/** A line in pieces: the places where a text stands, ignoring case, and what is between them. */
export function piecesOf(text: string, search: string): TextPiece[] {
  if (search === "") return [{ text, isHit: false }];
  const [where, what] = [text.toLowerCase(), search.toLowerCase()];
  // Where lower case has another length, places would not fit.
  if (where.length !== text.length) return [{ text, isHit: where.includes(what) }];
  const pieces: TextPiece[] = [];
  let end = 0;
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, end)) {
    if (at > end) pieces.push({ text: text.slice(end, at), isHit: false });
    end = at + what.length;
    pieces.push({ text: text.slice(at, end), isHit: true });
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isHit: false });
  return pieces;
}
