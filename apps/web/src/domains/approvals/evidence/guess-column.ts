/** Words by which columns of each use are often called. */
const usual: Readonly<Record<string, readonly string[]>> = {
  label: ["label", "actual", "target", "outcome", "y_true", "truth"],
  candidate: ["candidate", "new", "challenger"],
  champion: ["champion", "current", "old"],
  attribute: ["attribute", "group", "age", "sex", "gender", "region"],
  prediction: ["prediction", "predicted", "decision", "y_pred"],
  score: ["score", "probability", "proba"],
};

/** The column that is likely meant; where none is, the first one, or none for a use that may be left out. */
export function guessColumn(columns: readonly string[], use: string, isOptional: boolean): string {
  const words = usual[use] ?? [];
  const found = words.flatMap((word) => columns.find((column) => column.toLowerCase().includes(word)) ?? []);
  return found[0] ?? (isOptional ? "" : (columns[0] ?? ""));
}
