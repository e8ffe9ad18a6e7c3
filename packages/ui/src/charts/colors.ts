const hues = 8;

/**
 * A colour for each id. An id keeps its own colour wherever it is shown alone or with others that do not
 * claim it first; in one chart no two of the first eight share one.
 */
export function assignColors(ids: readonly string[]): Map<string, number> {
  const colors = new Map<string, number>();
  const taken = new Set<number>();
  for (const id of ids) {
    if (taken.size === hues) taken.clear();
    let color = hash(id) % hues;
    while (taken.has(color)) color = (color + 1) % hues;
    taken.add(color);
    colors.set(id, color + 1);
  }
  return colors;
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
