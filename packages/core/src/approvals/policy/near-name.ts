/** Number of insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function editDistance(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, index) => index)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= right.length; j += 1) {
      const replaced = at(i - 1, j - 1) + (left[i - 1] === right[j - 1] ? 0 : 1);
      const isSwap = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      const swapped = isSwap ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped));
    }
  }
  return at(left.length, right.length);
}

const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, "_");
/** Longer than any name that is offered: no need to compare. */
const comparedMax = 100;

/** Fewer letters begin too many names. */
const beginningMin = 4;

/** Distance to a name, or to its beginning: `securty` is meant for `security_scan`. */
function distanceTo(written: string, candidate: string): number {
  const name = plain(candidate);
  const whole = editDistance(written, name);
  if (written.length < beginningMin || name.length <= written.length) return whole;
  const beginnings = [written.length, written.length + 1].map((length) => editDistance(written, name.slice(0, length)));
  return Math.min(whole, 1 + Math.min(...beginnings));
}

/** The known name that was probably meant, if one is close enough. */
export function nearName(name: string, known: readonly string[]): string | undefined {
  if (name.length > comparedMax) return undefined;
  const written = plain(name);
  const ranked = known
    .map((candidate) => ({ candidate, distance: distanceTo(written, candidate) }))
    .sort((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate, "en"));
  const [best] = ranked;
  return best && best.distance <= Math.max(1, Math.floor(written.length / 3)) ? best.candidate : undefined;
}

/** `a`, `a or b`, `a, b or c`. */
export function listWords(items: readonly string[], last = "or"): string {
  if (items.length <= 1) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} ${last} ${items.at(-1)}`;
}

/** What to say after a name that is not known: the near one, and those that are. */
export function allowedWords(name: string, known: readonly string[]): string {
  const near = nearName(name, known);
  const allowed = `Allowed: ${listWords(known)}.`;
  return near === undefined ? allowed : `Did you mean '${near}'? ${allowed}`;
}
