import {
  type BinaryColumn,
  byCodeUnit,
  type CategoryColumn,
  type NumberColumn,
  requireBinary,
  requireCategories,
  requireProbability,
  requireSameLength,
} from "../columns.ts";

/** Predictions for rows that belong to groups. */
export interface GroupedRows {
  /** What was decided: 1 is selected. */
  readonly predicted: BinaryColumn;
  readonly group: CategoryColumn;
  /** What happened, where it is known for all rows. */
  readonly actual?: BinaryColumn;
  /** The predicted probability behind each decision, for calibration. */
  readonly scores?: NumberColumn;
}

/** How many rows of a group fall where, by outcome and decision. Without outcomes all rows count as negative. */
export interface GroupCells {
  readonly name: string;
  /** True negatives, false positives, false negatives, true positives. */
  readonly cells: Float64Array;
  /** Sum and sum of squares of (score - outcome) over rows; null without scores or outcomes. */
  readonly residuals: { readonly sum: number; readonly squares: number } | null;
}

/** The groups that occur, by name, and how many rows have none. O(n + groups · log groups). */
export function countGroups({ predicted, group, actual, scores }: GroupedRows): { groups: GroupCells[]; rowsWithoutGroup: number } {
  requireSameLength({ predicted, group: group.codes, ...(actual && { actual }), ...(scores && { scores }) });
  requireBinary("predicted", predicted);
  requireCategories("group", group);
  if (actual) requireBinary("actual", actual);
  if (scores) requireProbability("scores", scores);
  const width = 6;
  const table = new Float64Array(group.names.length * width);
  const add = (place: number, value: number): void => {
    table[place] = (table[place] ?? 0) + value;
  };
  let rowsWithoutGroup = 0;
  for (let row = 0; row < predicted.length; row++) {
    const code = group.codes[row] ?? -1;
    if (code === -1) {
      rowsWithoutGroup += 1;
      continue;
    }
    const outcome = actual?.[row] ?? 0;
    const residual = (scores?.[row] ?? 0) - outcome;
    add(code * width + 2 * outcome + (predicted[row] ?? 0), 1);
    add(code * width + 4, residual);
    add(code * width + 5, residual ** 2);
  }
  const groups = group.names
    .map((name, code) => {
      const [sum = 0, squares = 0] = table.subarray(code * width + 4, (code + 1) * width);
      return { name, cells: table.slice(code * width, code * width + 4), residuals: actual && scores ? { sum, squares } : null };
    })
    .filter(({ cells }) => cells.some((count) => count > 0))
    .sort((left, right) => byCodeUnit(left.name, right.name));
  return { groups, rowsWithoutGroup };
}
