import type { Expected, NormalRequirement, Operator, Test } from "../policy/requirement.ts";

type Bound = Extract<Test, { kind: "bound" }>;

const side = (operator: Operator): "from" | "to" | "at" => (operator === "=" ? "at" : operator.startsWith(">") ? "from" : "to");

/** Whether the first bound lets no value pass that the second one stops. */
function impliesBound(first: Bound, second: Bound): boolean {
  if (first.operator === "=") return passesBound(first.value, second);
  if (side(first.operator) !== side(second.operator)) return false;
  if (first.value === second.value) return first.operator === second.operator || second.operator.endsWith("=");
  return side(first.operator) === "from" ? first.value > second.value : first.value < second.value;
}

export function passesBound(value: number, { operator, value: bound }: Bound): boolean {
  switch (operator) {
    case ">=":
      return value >= bound;
    case "<=":
      return value <= bound;
    case ">":
      return value > bound;
    case "<":
      return value < bound;
    case "=":
      return value === bound;
  }
}

/** Whether what passes the first test passes the second. */
export function impliesTest(first: Test, second: Test): boolean {
  if (first.kind === "bound" && second.kind === "bound") return impliesBound(first, second);
  if (first.kind === "oneOf" && second.kind === "oneOf") return first.values.every((value) => second.values.includes(value));
  if (first.kind === "holds" && second.kind === "holds") return second.values.every((value) => first.values.includes(value));
  return first.kind === "flag" && second.kind === "flag";
}

/** Two tests of the same value as one where that is possible; null where both stay. */
function joinTests(first: Test, second: Test): Test | null {
  if (impliesTest(first, second)) return first;
  if (impliesTest(second, first)) return second;
  if (first.kind === "oneOf" && second.kind === "oneOf") {
    return { kind: "oneOf", values: first.values.filter((value) => second.values.includes(value)) };
  }
  if (first.kind === "holds" && second.kind === "holds")
    return { kind: "holds", values: [...new Set([...first.values, ...second.values])] };
  return null;
}

/** Adds what another policy expects; of two tests of a value the tighter stays, with the source that set it. */
export function tightenExpected(expects: readonly Expected[], added: readonly Expected[]): Expected[] {
  const result = [...expects];
  for (const extra of added) {
    if (result.some(({ key, test }) => key === extra.key && impliesTest(test, extra.test))) continue;
    const joined = result.flatMap((expected, index) => {
      const test = expected.key === extra.key ? joinTests(expected.test, extra.test) : null;
      return test ? [{ index, test }] : [];
    });
    const [first, ...others] = joined;
    if (!first) {
      result.push(extra);
      continue;
    }
    result[first.index] = { ...extra, test: first.test };
    for (const { index } of others.reverse()) result.splice(index, 1);
  }
  return result;
}

export const isSameSelection = (left: NormalRequirement, right: NormalRequirement): boolean =>
  left.kind === right.kind &&
  left.name === right.name &&
  left.select.dataset === right.select.dataset &&
  left.select.metric === right.select.metric &&
  left.select.attribute === right.select.attribute &&
  left.select.title === right.select.title;

/** One requirement that asks for all that both ask. Both must be about the same evidence. */
export function tightenRequirement(base: NormalRequirement, added: NormalRequirement): NormalRequirement {
  const maxAge = added.maxAge && (!base.maxAge || added.maxAge.ms < base.maxAge.ms) ? added.maxAge : base.maxAge;
  return { ...base, maxAge, expects: tightenExpected(base.expects, added.expects) };
}

/** Keys of a requirement that no value can satisfy. */
export function contradictoryKeys({ expects }: NormalRequirement): string[] {
  const keys = [...new Set(expects.map(({ key }) => key))];
  return keys.filter((key) => isContradictory(expects.filter((expected) => expected.key === key).map(({ test }) => test)));
}

function isContradictory(tests: readonly Test[]): boolean {
  if (tests.some((test) => test.kind === "oneOf" && test.values.length === 0)) return true;
  const bounds = tests.filter((test) => test.kind === "bound");
  const exact = bounds.find(({ operator }) => operator === "=");
  if (exact) return !bounds.every((bound) => passesBound(exact.value, bound));
  const from = bounds.find(({ operator }) => side(operator) === "from");
  const to = bounds.find(({ operator }) => side(operator) === "to");
  if (!(from && to)) return false;
  const isOpen = from.operator === ">" || to.operator === "<";
  return isOpen ? from.value >= to.value : from.value > to.value;
}
