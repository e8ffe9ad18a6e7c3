import type { RetentionPreview } from "@plumbline/contracts/experiments/retention";
import { formatCount } from "@plumbline/ui/format/number";

const runs = ({ runs: count, isCapped }: RetentionPreview["toTrash"]): string =>
  `${formatCount(count)}${isCapped ? " or more" : ""} ${count === 1 && !isCapped ? "run" : "runs"}`;

/** What would go, each in a sentence. */
export function previewWords({ toTrash, toRemove, stay }: RetentionPreview): string[] {
  const kept = [
    stay.tagged > 0 ? `${formatCount(stay.tagged)} with the tag keep` : undefined,
    stay.needed > 0 ? `${formatCount(stay.needed)} that a registered model, a job or another run needs` : undefined,
  ].filter(Boolean);
  return [
    toTrash.runs > 0 ? `${runs(toTrash)} would be deleted: ${named(toTrash)}.` : "No run would be deleted.",
    toRemove.runs > 0 ? `${runs(toRemove)} would be removed for good: ${named(toRemove)}.` : "No run would be removed for good.",
    ...(kept.length > 0 ? [`${kept.join(" and ")} would stay.`] : []),
  ];
}

const named = ({ runs: count, names }: RetentionPreview["toTrash"]): string =>
  names.join(", ") + (count > names.length ? " and others" : "");
