import type { EvidenceKind } from "@plumbline/contracts/approvals/policy-document";
import { listWords } from "../policy/near-name.ts";
import type { Expected, NormalRequirement } from "../policy/requirement.ts";
import { requirementKey } from "../policy/requirement-kinds.ts";
import { boundWords, expectedWords, keyWords, numberBeside } from "../policy/requirement-words.ts";
import { type EvidenceFact, type EvidenceValue, valueIn } from "./evidence-fact.ts";
import { passesBound } from "./tighten.ts";

/** One thing that a requirement expects, held against evidence. */
export interface Held {
  readonly expected: Expected;
  readonly isMet: boolean;
  /** What there is, such as `auc 0.8612`. */
  readonly found: string;
  /** What is wrong, such as "Auc: 0.81, must be ≥ 0.85."; null when nothing is. */
  readonly wrong: string | null;
}

interface Facts {
  readonly requirement: NormalRequirement;
  readonly evidence: EvidenceFact;
  /** The owners of the model, by user id. */
  readonly ownerIds: readonly string[];
}

export function holdExpected(expected: Expected, facts: Facts): Held {
  const { requirement, evidence } = facts;
  const { key, test } = expected;
  const value = valueIn(evidence, key, requirement.select.metric);
  const words = keyWords(requirement.kind, key);
  if (key === "signed_by" && test.kind === "oneOf") return holdSignature(expected, test.values, facts);
  if (test.kind !== "holds" && (value === undefined || value === null))
    return missing(expected, `The evidence says nothing about ${words}.`);
  switch (test.kind) {
    case "bound":
      return holdBound({ ...expected, test }, requirement.kind, value);
    case "flag":
      return holdFlag(expected, requirement.kind, value === true);
    case "oneOf":
      return holdChoice({ ...expected, test }, words, value);
    case "holds":
      return holdList({ ...expected, test }, words, value);
  }
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const missing = (expected: Expected, wrong: string): Held => ({ expected, isMet: false, found: "", wrong });
const result = (expected: Expected, isMet: boolean, { found, wrong }: { found: string; wrong: string }): Held => ({
  expected,
  isMet,
  found,
  wrong: isMet ? null : wrong,
});

type With<K extends Expected["test"]["kind"]> = Expected & { readonly test: Extract<Expected["test"], { kind: K }> };

function holdBound(expected: With<"bound">, kind: EvidenceKind, value: EvidenceValue | undefined): Held {
  const { operator, value: bound } = expected.test;
  const words = keyWords(kind, expected.key);
  if (typeof value !== "number" || !Number.isFinite(value)) {
    return missing(expected, `${upper(words)} is ${shown(value)}, not a number that a bound can hold.`);
  }
  const number = numberBeside(value, bound);
  // What may have a limit of nothing is a count of things.
  const isCount = requirementKey(kind, expected.key)?.strict !== undefined;
  return result(expected, passesBound(value, expected.test), {
    found: isCount ? `${number} ${words}` : `${words} ${number}`,
    wrong: `${upper(words)}: ${number}, must be ${boundWords(operator, bound)}.`,
  });
}

function holdFlag(expected: Expected, kind: EvidenceKind, isHeld: boolean): Held {
  const asked = expectedWords(kind, expected);
  const [yes, no] = requirementKey(kind, expected.key)?.seen ?? [asked, `not ${lower(asked)}`];
  return result(expected, isHeld, { found: isHeld ? yes : no, wrong: `${upper(no)}. Asked for: ${lower(asked)}.` });
}

const shown = (value: EvidenceValue | undefined): string => (typeof value === "string" ? `'${value.slice(0, 60)}'` : `'${String(value)}'`);

function holdChoice(expected: With<"oneOf">, words: string, value: EvidenceValue | undefined): Held {
  const { values } = expected.test;
  const text = String(value);
  const plain = text.replaceAll("_", " ");
  const allowed = values.length === 0 ? "nothing would do" : `must be ${listWords(values.map((item) => item.replaceAll("_", " ")))}`;
  return result(expected, values.includes(text), {
    found: expected.key === "verdict" ? upper(plain) : `${words} ${plain}`,
    wrong: `${upper(words)}: ${plain}, ${allowed}.`,
  });
}

const plainName = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, "");

/** Lists are kept as text with commas; names are compared without regard to case and underscores. */
function holdList(expected: With<"holds">, words: string, value: EvidenceValue | undefined): Held {
  const there = new Set((typeof value === "string" ? value : "").split(",").map(plainName));
  const absent = expected.test.values.filter((name) => !there.has(plainName(name)));
  const count = expected.test.values.length;
  return result(expected, absent.length === 0, {
    found: `${count - absent.length} of ${count} ${words}`,
    wrong: `Not there yet: ${listWords(absent, "and")}.`,
  });
}

function holdSignature(expected: Expected, values: readonly string[], { evidence, ownerIds }: Facts): Held {
  const { kind, id, name } = evidence.producer;
  const who = name ?? "a member";
  const isPerson = kind === "user";
  const isMet = isPerson && (values.includes("any") || (values.includes("owner") && ownerIds.includes(id)));
  const wrong = isPerson ? `Signed by ${who}, who does not own the model; the owner must sign.` : "No person signed; a person must.";
  return result(expected, isMet, { found: isPerson ? `Signed by ${who}` : "Signed by nobody", wrong });
}
