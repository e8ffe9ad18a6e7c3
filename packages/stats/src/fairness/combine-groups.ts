import { byCodeUnit, type CategoryColumn, requireCategories, requireSameLength } from "../columns.ts";
import { StatsError } from "../stats-error.ts";

/**
 * The intersections of two group columns as one: each pair that occurs is a group, named after both with the separator between, in the order of the
 * names. A row without a value in either has none. Two pairs of one name (a separator within a name makes them) are a StatsError. O(rows + pairs · log pairs).
 */
export function combineGroups(left: CategoryColumn, right: CategoryColumn, separator = " & "): CategoryColumn {
  requireSameLength({ left: left.codes, right: right.codes });
  requireCategories("left", left);
  requireCategories("right", right);
  const pairs = new Map<number, string>();
  const pairOf = (row: number): number => {
    const leftCode = left.codes[row] ?? -1;
    const rightCode = right.codes[row] ?? -1;
    return leftCode === -1 || rightCode === -1 ? -1 : leftCode * right.names.length + rightCode;
  };
  const rowPairs = Float64Array.from(left.codes, (_, row) => pairOf(row));
  for (const pair of rowPairs)
    if (pair !== -1 && !pairs.has(pair))
      pairs.set(pair, `${left.names[Math.floor(pair / right.names.length)]}${separator}${right.names[pair % right.names.length]}`);
  const ordered = [...pairs].sort(([, one], [, other]) => byCodeUnit(one, other));
  requireDistinct(ordered.map(([, name]) => name));
  const codeOf = new Map(ordered.map(([pair], code) => [pair, code]));
  return { names: ordered.map(([, name]) => name), codes: Int32Array.from(rowPairs, (pair) => codeOf.get(pair) ?? -1) };
}

function requireDistinct(sorted: readonly string[]): void {
  const twice = sorted.find((name, index) => name === sorted[index + 1]);
  if (twice !== undefined) throw new StatsError(`two pairs of groups are both named "${twice}": choose a separator that no name holds`);
}
