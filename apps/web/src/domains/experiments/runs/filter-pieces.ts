import { tokenize } from "@plumbline/contracts/query/tokens";

type Place = Readonly<Record<"offset" | "length", number>>;

export interface FilterPiece {
  text: string;
  kind: "name" | "value" | "word" | "plain";
  isWrong: boolean;
}

const kinds: Partial<Record<string, FilterPiece["kind"]>> = {
  identifier: "name",
  string: "value",
  number: "value",
  keyword: "word",
  comparator: "word",
};

/** Splits a filter into coloured pieces that joined are the text again; the place of the problem is marked. */
export function filterPieces(text: string, problem: Place | undefined): FilterPiece[] {
  const pieces: FilterPiece[] = [];
  let end = 0;
  for (const token of tokenize(text)) {
    if (token.start > end) pieces.push({ text: text.slice(end, token.start), kind: "plain", isWrong: false });
    pieces.push({ text: text.slice(token.start, token.end), kind: kinds[token.kind] ?? "plain", isWrong: isWithin(problem, token) });
    end = token.end;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), kind: "plain", isWrong: false });
  return pieces;
}

function isWithin(problem: Place | undefined, span: { start: number; end: number }): boolean {
  return problem !== undefined && span.start < problem.offset + problem.length && span.end > problem.offset;
}
