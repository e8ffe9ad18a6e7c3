/**
 * Text as an SQL literal. Nothing else that comes from outside enters a statement: columns go by their position,
 * values are bound.
 */
export function quoteLiteral(text: string): string {
  if (text.includes("\0")) throw new TypeError("an SQL literal holds no NUL");
  return `'${text.replaceAll("'", "''")}'`;
}

/** The path as the engine's pattern that matches it alone: `*`, `?` and `[` would name other files. */
export function literalPattern(path: string): string {
  return path.replaceAll(/[*?[]/g, "[$&]");
}
