import type { Clause } from "@plumbline/contracts/approvals/clause";
import type { Evidence } from "@plumbline/contracts/evidence/evidence";

type Value = Evidence["values"][string];

/** The lines that a form for a kind begins with. */
const beginnings: Partial<Record<Clause["kind"], string>> = {
  robustness: "auc_drop = ",
  reproducibility: "match = true\ntolerance = 0.001",
  explainability: "features = \nmethod = shap",
  business_impact: "expected_value = ",
};

export const beginningOf = (kind: Clause["kind"]): string => beginnings[kind] ?? "";

export type GivenValues = { values: Record<string, Value> } | { problem: string };

const valuesMax = 500;

/** Reads `name = value`, one to a line: numbers, true, false, and texts. Lines without a value are left out. */
export function readValues(text: string): GivenValues {
  const values: Record<string, Value> = {};
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const sign = line.indexOf("=");
    const name = line.slice(0, sign).trim();
    if (sign < 1 || name === "") return { problem: `Line ${at + 1}: write it as name = value.` };
    if (Object.hasOwn(values, name)) return { problem: `Line ${at + 1}: ${name} is given twice.` };
    const given = line.slice(sign + 1).trim();
    if (given !== "") values[name] = readValue(given);
  }
  if (Object.keys(values).length > valuesMax) return { problem: `Give at most ${valuesMax} values.` };
  return { values };
}

function readValue(text: string): Value {
  if (text === "true" || text === "false") return text === "true";
  const number = Number(text.replace("−", "-"));
  return Number.isFinite(number) ? number : text;
}
