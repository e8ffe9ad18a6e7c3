/** A part of a column's values that a chart's reader has brushed, and the table is cut to. */
export interface ColumnBrush {
  column: string;
  from: number;
  to: number;
  /** The condition of the filter language that says the same; absent where there is none. */
  filter?: string | undefined;
}

/** Brushes as the address has them, one JSON object each; what is none is passed over. */
export function parseBrushes(texts: readonly string[]): ColumnBrush[] {
  return texts.flatMap((text) => parseBrush(text) ?? []);
}

export const printBrushes = (brushes: readonly ColumnBrush[]): string[] => brushes.map((brush) => JSON.stringify(brush));

function parseBrush(text: string): ColumnBrush | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isBrush(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isBrush(value: unknown): value is ColumnBrush {
  if (typeof value !== "object" || value === null) return false;
  const { column, from, to, filter } = value as Partial<Record<keyof ColumnBrush, unknown>>;
  return (
    typeof column === "string" && typeof from === "number" && typeof to === "number" && (filter === undefined || typeof filter === "string")
  );
}
