import { tokenize } from "./tokens.ts";

export interface PlacedPattern {
  readonly pattern: string;
  /** Of the quoted text in the filter. */
  readonly offset: number;
  readonly length: number;
}

const matcher = /^(?:not\s+)?(?:rlike|regexp)$/i;

/** The regular expressions of a filter that was parsed. Whether one is valid only the engine that runs it can tell. */
export function patternsIn(filter: string): PlacedPattern[] {
  const tokens = tokenize(filter);
  return tokens.flatMap(({ text, start, end }, index) => {
    const before = tokens[index - 1];
    if (before?.kind !== "comparator" || !matcher.test(before.text)) return [];
    return [{ pattern: /^['"]/.test(text) ? text.slice(1, -1) : text, offset: start, length: end - start }];
  });
}
