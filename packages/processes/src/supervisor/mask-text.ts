/** Masks values in a text that comes in pieces, wherever the pieces end. */
export interface TextMask {
  /** The masked text as far as it is certain; what may be the beginning of a value is held back. */
  push(text: string): string;
  /** What was held back. */
  end(): string;
}

const mask = "***";

/** Values to look for: each secret, and each line of one that has several. Blank ones mask nothing. */
function maskedValues(secrets: readonly string[]): string[] {
  const values = secrets.flatMap((secret) => [secret, ...secret.split(/\r?\n/)]);
  return [...new Set(values.filter((value) => value.trim() !== ""))];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function occurrences(text: string, value: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) spans.push({ from: at, to: at + value.length });
  return spans;
}

/** Overlapping and touching spans as one: of two values that share characters, neither shows a part of itself. */
function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((left, right) => left.from - right.from)) {
    const last = merged.at(-1);
    if (last && span.from < last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else merged.push(span);
  }
  return merged;
}

/** Where the longest end of the text starts that may be the beginning of a value. */
function uncertainFrom(text: string, values: readonly string[]): number {
  let from = text.length;
  for (const value of values) {
    for (let at = Math.max(0, text.length - value.length + 1); at < from; at += 1) if (value.startsWith(text.slice(at))) from = at;
  }
  return from;
}

function render(text: string, spans: readonly Span[], end: number): string {
  let shown = "";
  let at = 0;
  for (const span of spans) {
    if (span.from >= end) break;
    // A span that begins before this text has shown its mask already.
    shown += span.from < 0 ? "" : text.slice(at, span.from) + mask;
    at = span.to;
  }
  return at < end ? shown + text.slice(at, end) : shown;
}

export function createMask(secrets: readonly string[]): TextMask {
  const values = maskedValues(secrets);
  let held = "";
  // How much of what is held back belongs to a value whose mask was shown.
  let covered = 0;
  const take = (text: string, isEnd: boolean): string => {
    const whole = held + text;
    const end = isEnd ? whole.length : uncertainFrom(whole, values);
    const spans = merge([...(covered > 0 ? [{ from: -1, to: covered }] : []), ...values.flatMap((value) => occurrences(whole, value))]);
    const last = spans.findLast((span) => span.from < end);
    covered = Math.max(0, (last?.to ?? 0) - end);
    held = whole.slice(end);
    return render(whole, spans, end);
  };
  if (values.length === 0) return { push: (text) => text, end: () => "" };
  return { push: (text) => take(text, false), end: () => take("", true) };
}
