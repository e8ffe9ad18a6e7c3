import type { EvidenceKind } from "@plumbline/contracts/approvals/policy-document";

/**
 * What a key of a requirement is held against. `comparison`, `atLeast` and `atMost` bound a number, `choice` is one or more of a list, `flag`
 * must hold, `text` must be equal (any of several), `list` must all be there, `select` picks the evidence instead of judging it.
 */
export type KeyType = "comparison" | "atLeast" | "atMost" | "choice" | "flag" | "text" | "list" | "select";

export interface RequirementKey {
  readonly type: KeyType;
  /** What is compared, as it reads before a bound: `selection ratio`. */
  readonly words: string;
  /** As it is written after the key in a policy. */
  readonly example: string;
  readonly choices?: readonly string[];
  /** How it reads when at most nothing is allowed, or when the flag must hold. */
  readonly strict?: string;
  /** How evidence reads in which a flag holds, and in which it does not. */
  readonly seen?: readonly [string, string];
}

export interface RequirementKind {
  readonly title: string;
  readonly words: string;
  /** The platform can make the evidence by itself. */
  readonly canProduce: boolean;
  /** What to do while there is none. */
  readonly whenMissing: string;
  readonly keys: Readonly<Record<string, RequirementKey>>;
  /** Other keys that are taken, and what they are. */
  readonly open?: { readonly pattern: RegExp; readonly key: RequirementKey; readonly words: string };
}

const verdicts = ["pass", "fail", "inconclusive", "info"];
const atMost = (words: string, strict: string): RequirementKey => ({ type: "atMost", words, example: "0", strict });
const verdict: RequirementKey = { type: "choice", words: "verdict", example: "pass", choices: verdicts };

/** Keys of every kind. */
export const reservedKeys: Readonly<Record<string, RequirementKey>> = {
  id: { type: "select", words: "a name that tells two requirements of a kind apart", example: "holdout" },
  max_age: { type: "select", words: "how old the evidence may be", example: "30d" },
  dataset: { type: "select", words: "the dataset that it was made from", example: "loans-2026q3" },
};

/** Every kind of evidence: what a policy may ask of it. Evidence names its values by the same keys. */
export const requirementKinds: Readonly<Record<EvidenceKind, RequirementKind>> = {
  metrics: {
    title: "Metrics",
    words: "values that the version's run or evaluation logged",
    canProduce: true,
    whenMissing: "Read the metrics from the version's run; the platform can.",
    keys: {},
    open: {
      pattern: /^.+$/,
      key: { type: "comparison", words: "metric", example: "'>= 0.85'" },
      words: "any metric with a bound",
    },
  },
  champion: {
    title: "Champion comparison",
    words: "the version against the champion on the same rows",
    canProduce: true,
    whenMissing: "Compare the version with the champion; the platform can, from a table with the predictions of both.",
    keys: {
      metric: { type: "select", words: "the metric that is compared", example: "auc" },
      verdict: {
        type: "choice",
        words: "verdict",
        example: "[better, equivalent]",
        choices: ["better", "equivalent", "worse", "inconclusive", "no_champion"],
      },
      same_dataset: {
        type: "flag",
        words: "same dataset",
        example: "true",
        strict: "on the same dataset",
        seen: ["same dataset", "other datasets"],
      },
      margin: { type: "atMost", words: "margin of equivalence", example: "0.005" },
    },
  },
  fairness: {
    title: "Fairness",
    words: "how groups of people fare against each other",
    canProduce: true,
    whenMissing: "Upload predictions with the protected attribute; the platform computes the ratios and deletes the rows.",
    keys: {
      selection_ratio: { type: "comparison", words: "selection ratio", example: "'>= 0.80'" },
      tpr_difference: { type: "comparison", words: "difference of true positive rates", example: "'<= 0.10'" },
      fpr_difference: { type: "comparison", words: "difference of false positive rates", example: "'<= 0.10'" },
      calibration_gap: { type: "comparison", words: "calibration gap", example: "'<= 0.05'" },
      min_group: { type: "atLeast", words: "rows in each group that is judged", example: "200" },
      lower_bound: { type: "select", words: "bounds hold for the end of the confidence interval that is worse", example: "true" },
      attribute: { type: "select", words: "the protected attribute", example: "age_band" },
      verdict,
    },
  },
  explainability: {
    title: "Explainability",
    words: "what the predictions rest on",
    canProduce: false,
    whenMissing: "Record the feature attributions as evidence of kind explainability.",
    keys: {
      features: { type: "atLeast", words: "features explained", example: "10" },
      method: { type: "text", words: "method", example: "shap" },
      verdict,
    },
  },
  data_validation: {
    title: "Data validation",
    words: "checks of the data that the version was trained on",
    canProduce: true,
    whenMissing: "Run the checks of the training dataset; the platform can.",
    keys: {
      blocking_failures: atMost("blocking checks that fail", "No blocking check fails"),
      failures: atMost("checks that fail", "No check fails"),
      verdict,
    },
  },
  robustness: {
    title: "Robustness",
    words: "how much metrics drop on perturbed inputs",
    canProduce: false,
    whenMissing: "Run the perturbation suite on the version and record how far each metric drops.",
    keys: { verdict },
    open: {
      pattern: /^.+_drop$/,
      key: { type: "atMost", words: "drop", example: "'<= 0.02'" },
      words: "any metric followed by _drop",
    },
  },
  security_scan: {
    title: "Security scan",
    words: "what the version's files would run or load",
    canProduce: true,
    whenMissing: "Scan the version's files; the platform can, and opens none of them.",
    keys: {
      dangerous: atMost("dangerous findings", "Nothing dangerous"),
      suspicious: atMost("suspicious findings", "Nothing suspicious"),
      dangerous_imports: atMost("dangerous imports", "No dangerous import"),
      unknown: atMost("files of unknown content", "No file of unknown content"),
      verdict,
    },
  },
  model_card: {
    title: "Model card",
    words: "the description that people read",
    canProduce: true,
    whenMissing: "Fill in the model card, then let the platform check it.",
    keys: {
      complete: { type: "flag", words: "complete", example: "true", strict: "Every field filled in", seen: ["Complete", "Not complete"] },
      fields: { type: "list", words: "fields filled in", example: "[intended_use, limitations]" },
    },
  },
  reproducibility: {
    title: "Reproducibility",
    words: "a second training from the recorded code, data and seed",
    canProduce: false,
    whenMissing: "Train again from the recorded code, data and seed, and record whether the result is the same.",
    keys: {
      match: {
        type: "flag",
        words: "match",
        example: "true",
        strict: "Training again gives the same result",
        seen: ["Matched", "Did not match"],
      },
      tolerance: { type: "atMost", words: "tolerance of the comparison", example: "0.001" },
      verdict,
    },
  },
  business_impact: {
    title: "Business impact",
    words: "what the version is expected to earn or cost",
    canProduce: false,
    whenMissing: "Fill in the business impact form; the owner of the model signs it.",
    keys: {
      signed_by: { type: "choice", words: "signed by", example: "owner", choices: ["owner", "any"] },
      expected_value: { type: "comparison", words: "expected value a year", example: "'>= 0'" },
      verdict,
    },
  },
  document: {
    title: "Document",
    words: "a file that a person vouches for",
    canProduce: false,
    whenMissing: "Upload the document to the version's evidence.",
    keys: { title: { type: "select", words: "the title of the document", example: "Validation report" } },
  },
};

/** The key of a kind as the table knows it; undefined where the kind has none of this name. */
export function requirementKey(kind: EvidenceKind, name: string): RequirementKey | undefined {
  const { keys, open } = requirementKinds[kind];
  const own = Object.hasOwn(reservedKeys, name) ? reservedKeys[name] : Object.hasOwn(keys, name) ? keys[name] : undefined;
  if (own) return own;
  return open?.pattern.test(name) ? open.key : undefined;
}

/** Names that a policy may write for a kind. */
export const keyNames = (kind: EvidenceKind): readonly string[] => [
  ...Object.keys(requirementKinds[kind].keys),
  ...Object.keys(reservedKeys),
];
