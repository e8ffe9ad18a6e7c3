import type { BulkAct, BulkActKind } from "@plumbline/contracts/experiments/bulk-act";
import { formatCount } from "@plumbline/ui/format/number";

const past: Record<BulkActKind["kind"], string> = {
  tag: "tagged",
  untag: "without the tag",
  move: "moved",
  delete: "deleted",
  restore: "restored",
  stop: "stopped",
  purge: "removed for good",
  "purge-experiment": "removed for good",
};

export const runsOf = (count: number): string => (count === 1 ? "1 run" : `${formatCount(count)} runs`);

/** "3 runs are tagged"; an experiment goes only with its last run. */
export function doneWords({ act, changed, refused }: Pick<BulkAct, "act" | "changed" | "refused">): string {
  if (act.kind === "purge-experiment" && refused === 0) return `${act.name} is removed for good, with ${runsOf(changed)}`;
  return `${changed === 0 ? "No run" : runsOf(changed)} ${changed > 1 ? "are" : "is"} ${past[act.kind]}`;
}

/** What became of the rest: "2 were so already, 1 was refused". */
export function restWords({ done, changed, refused }: Pick<BulkAct, "done" | "changed" | "refused">): string | undefined {
  const same = done - changed - refused;
  const were = (count: number) => `${formatCount(count)} ${count === 1 ? "was" : "were"}`;
  const parts = [same > 0 ? `${were(same)} so already` : undefined, refused > 0 ? `${were(refused)} refused` : undefined];
  return parts.filter(Boolean).join(", ") || undefined;
}

/** What an act does, as a title: "Tag runs with stage". */
export function actWords(act: BulkActKind): string {
  const words: Record<BulkActKind["kind"], string> = {
    tag: act.kind === "tag" ? `Tag runs with ${act.key}` : "",
    untag: act.kind === "untag" ? `Take the tag ${act.key} from runs` : "",
    move: "Move runs",
    delete: "Delete runs",
    restore: "Restore runs",
    stop: "Stop runs",
    purge: "Remove runs for good",
    "purge-experiment": act.kind === "purge-experiment" ? `Remove ${act.name} for good` : "",
  };
  return words[act.kind];
}
