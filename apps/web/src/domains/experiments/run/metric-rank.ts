const heldOut = /(^|[_\-./ ])(val|valid|validation|eval|test|holdout|cv)(?:_\d+)?($|[_\-./ ])/i;
const quality = /(auc|accuracy|f1|precision|recall|score|r2|map|ndcg|bleu|rouge)/i;
const loss = /(loss|error|rmse|mse|mae|mape|perplexity|deviance)/i;
const training = /(^|[_\-./ ])train(ing)?($|[_\-./ ])/i;
const clerical = /(time|epoch|step|lr|learning_rate|norm|std|rank|count|seconds)/i;

/** How likely a metric is what its run was for, by its name: quality on held-out data first, bookkeeping last. */
function weight(key: string): number {
  const kind = quality.test(key) ? 4 : loss.test(key) ? 3 : 0;
  const data = heldOut.test(key) ? 2 : training.test(key) ? -1 : 0;
  return kind + data - (isClerical(key) ? 2 : 0);
}

/** Whether it only keeps count of the training, so that no value of it is the best. */
export function isClerical(key: string): boolean {
  return clerical.test(key) && !quality.test(key) && !loss.test(key);
}

/** Metric names, the most telling first; equals keep the order of their names. */
export function rankMetrics(keys: readonly string[]): string[] {
  return [...keys].sort((a, b) => weight(b) - weight(a) || a.localeCompare(b, "en"));
}

/** Whether less is better, by the name. */
export function isLowGood(key: string): boolean {
  return loss.test(key) && !quality.test(key);
}

/** Whether more is better, by the name. */
export function isHighGood(key: string): boolean {
  return quality.test(key);
}
