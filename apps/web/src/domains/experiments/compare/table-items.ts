import type { KeyRow, RowKind } from "./key-rows.ts";

/** A line of the table: the head of a part, a row, or how many rows that are the same in all runs are folded away. */
export type TableItem =
  | { kind: "head"; id: string; label: string }
  | { kind: "row"; id: string; row: KeyRow }
  | { kind: "fold"; id: string; count: number };

const heads: Record<RowKind, string> = {
  metric: "Metrics",
  param: "Params",
  condition: "Conditions",
  tag: "Tags",
  run: "Run",
  system: "The machine",
};

export interface ShownRows {
  isAll: boolean;
  /** A part of the name, whatever its case. */
  find: string;
  /** How params go along with the metric: those that do most come first. */
  correlations: ReadonlyMap<string, number>;
}

/** The rows that are shown: those that differ before those that do not, which are shown where all are asked for. */
export function shownRows(rows: readonly KeyRow[], { isAll, find, correlations }: ShownRows): KeyRow[] {
  const wanted = find.trim().toLowerCase();
  const found = rows.filter(({ label, isDiffering }) => (isAll || isDiffering) && label.toLowerCase().includes(wanted));
  const rank = (row: KeyRow) => (row.isDiffering ? 1 : 0) + Math.abs(correlations.get(row.id) ?? 0);
  return kindsOf(found).flatMap((kind) => {
    const ofKind = found.filter((row) => row.kind === kind);
    return kind === "param" ? ofKind.toSorted((one, other) => rank(other) - rank(one)) : ofKind;
  });
}

const kindsOf = (rows: readonly KeyRow[]): RowKind[] => [...new Set(rows.map(({ kind }) => kind))];

export function tableItems(rows: readonly KeyRow[], options: ShownRows): TableItem[] {
  const shown = shownRows(rows, options);
  const items = shown.flatMap((row, at): TableItem[] => {
    const item: TableItem = { kind: "row", id: row.id, row };
    return shown[at - 1]?.kind === row.kind ? [item] : [{ kind: "head", id: `head ${row.kind}`, label: heads[row.kind] }, item];
  });
  const folded = options.isAll || options.find.trim() !== "" ? 0 : rows.filter(({ isDiffering }) => !isDiffering).length;
  return folded > 0 ? [...items, { kind: "fold", id: "fold", count: folded }] : items;
}

/** `5 of 43 params, 3 of 9 conditions`. */
export function countWords(rows: readonly KeyRow[]): string {
  const part = (kind: RowKind, noun: string) => {
    const all = rows.filter((row) => row.kind === kind);
    return all.length === 0 ? [] : [`${all.filter(({ isDiffering }) => isDiffering).length} of ${all.length} ${noun}`];
  };
  return [...part("param", "params"), ...part("condition", "conditions")].join(", ");
}
