import type { QueryProblem } from "@plumbline/contracts/query/expression";

/** What to say below the place of the problem. */
export function problemHint({ expected, message }: QueryProblem): string {
  if (expected.length === 0) return message;
  const listed = expected.length > 8 ? `${expected.slice(0, 8).join(", ")} …` : expected.join(", ");
  return `Expected here: ${listed}`;
}
