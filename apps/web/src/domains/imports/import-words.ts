import type { Import, ImportCheck, ImportKind } from "@plumbline/contracts/imports";
import type { StatusShape } from "@plumbline/ui/status";

export const kindWords: Readonly<Record<ImportKind, string>> = {
  experiments: "Experiments",
  runs: "Runs",
  points: "Metric points",
  params: "Params",
  tags: "Tags",
  inputs: "Datasets and model links",
  loggedModels: "Logged models",
  artifacts: "Artifacts",
  models: "Registered models",
  versions: "Model versions",
};

export const checkWords: Readonly<Record<ImportCheck["kind"], string>> = {
  runs: "Runs",
  points: "Metric points",
  artifacts: "Artifacts",
  versions: "Model versions",
};

/** A state by shape and word. */
export function importSign(one: Pick<Import, "state" | "isPreview" | "isComplete">): { shape: StatusShape; word: string } {
  switch (one.state) {
    case "queued":
      return { shape: "waiting", word: "Waiting" };
    case "running":
      return { shape: "running", word: one.isPreview ? "Counting" : "Running" };
    case "interrupted":
      return { shape: "bad", word: "Interrupted" };
    case "cancelled":
      return { shape: "stopped", word: "Stopped" };
    case "done":
      if (one.isPreview) return { shape: "neutral", word: "Counted" };
      return one.isComplete ? { shape: "good", word: "Complete" } : { shape: "warn", word: "Done, with losses" };
  }
}

export const isUnfinished = ({ state }: Pick<Import, "state">): boolean => state === "queued" || state === "running";

/** `42 s`, `3 min`, `2 h 5 min`. */
export function inWords(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** What the button says that runs it. */
export function runWord({ state, isPreview, counts }: Pick<Import, "state" | "isPreview" | "counts">): string {
  if (isPreview && state === "done")
    return `Import ${counts.runs.source.toLocaleString("en")} ${counts.runs.source === 1 ? "run" : "runs"}`;
  return state === "done" ? "Bring what is new" : "Go on";
}
