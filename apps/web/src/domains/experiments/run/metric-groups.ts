/** Which part of the data a metric was measured on, as far as its name says. */
export type Split = "train" | "valid" | "test" | "plain";

export interface MetricGroup {
  title: string;
  members: readonly { key: string; split: Split }[];
}

const words: Record<string, Split> = {
  train: "train",
  training: "train",
  val: "valid",
  valid: "valid",
  validation: "valid",
  eval: "valid",
  dev: "valid",
  test: "test",
  holdout: "test",
};

const atStart = /^(train|training|val|valid|validation|eval|dev|test|holdout)(?:_\d+)?[_\-./ ]+(.+)$/i;
const atEnd = /^(.+?)[_\-./ ]+(train|training|val|valid|validation|eval|dev|test|holdout)$/i;
const order: readonly Split[] = ["valid", "plain", "test", "train"];

/**
 * Puts what was measured alike on different data into one chart: `train_loss` and `val_loss`, `valid_0-auc` and
 * `training-auc`. A name that says nothing joins the group of its own name.
 */
export function groupMetrics(keys: readonly string[]): MetricGroup[] {
  const groups = new Map<string, { key: string; split: Split }[]>();
  for (const key of keys) {
    const { base, split } = readName(key);
    groups.set(base, [...(groups.get(base) ?? []), { key, split }]);
  }
  return [...groups].map(([base, members]) => ({
    // One measurement alone keeps its whole name: nothing is there that the rest of it would repeat.
    title: members.length === 1 ? (members[0]?.key ?? base) : base,
    members: members.sort((a, b) => order.indexOf(a.split) - order.indexOf(b.split)),
  }));
}

function readName(key: string): { base: string; split: Split } {
  const start = atStart.exec(key);
  if (start) return { base: start[2] ?? key, split: words[start[1]?.toLowerCase() ?? ""] ?? "plain" };
  const end = atEnd.exec(key);
  if (end) return { base: end[1] ?? key, split: words[end[2]?.toLowerCase() ?? ""] ?? "plain" };
  return { base: key, split: "plain" };
}
