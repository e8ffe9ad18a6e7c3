import type { previewRequest } from "@plumbline/contracts/approvals/request";
import type { Stage } from "@plumbline/contracts/approvals/stage";
import type { Output } from "@plumbline/contracts/operation";
import type { HistoryEntry } from "@plumbline/contracts/registry/history";
import type { ModelVersion } from "@plumbline/contracts/registry/version";
import { stageNames } from "../stages.tsx";

export type Preview = Output<typeof previewRequest>;

export interface RailStep {
  stage: Stage;
  state: "passed" | "now" | "open" | "waiting" | "blocked" | "none";
  title: string;
  /** When it came to the stage, where it did. */
  at: number | undefined;
  text: string;
  requestNumber: number | undefined;
}

export interface RailInput {
  version: Pick<ModelVersion, "stage" | "stageSince" | "createdAt" | "registeredBy">;
  /** What happened to the version, newest first. */
  history: readonly HistoryEntry[];
  /** What reaching a stage would need now, for the stages above. */
  previews: Partial<Record<Stage, Preview>>;
}

const stages: readonly Stage[] = ["experimental", "staging", "production", "retired"];

/** The four stages of a version in order, with when it came to each and why it is not further. */
export function railSteps(input: RailInput): RailStep[] {
  const current = stages.indexOf(input.version.stage);
  return stages.map((stage, at) => {
    if (at === current) return nowStep(input, stage);
    return at < current ? passedStep(input, stage) : aheadStep(input, stage);
  });
}

function nowStep({ version, history }: RailInput, stage: Stage): RailStep {
  const entry = arrival(history, stage);
  const isFirst = stage === "experimental" && !entry;
  return {
    stage,
    state: "now",
    title: `${stageNames[stage]}, now`,
    at: Date.parse(version.stageSince),
    text: isFirst ? registeredText(version) : arrivalText(entry),
    requestNumber: entry?.requestNumber ?? undefined,
  };
}

function passedStep({ version, history }: RailInput, stage: Stage): RailStep {
  const entry = arrival(history, stage);
  const isFirst = stage === "experimental" && !entry;
  const isPassed = isFirst || entry !== undefined;
  return {
    stage,
    state: isPassed ? "passed" : "none",
    title: stageNames[stage],
    at: isFirst ? Date.parse(version.createdAt) : entry?.at,
    text: isFirst ? registeredText(version) : isPassed ? arrivalText(entry) : "Passed over",
    requestNumber: entry?.requestNumber ?? undefined,
  };
}

function aheadStep({ history, previews }: RailInput, stage: Stage): RailStep {
  const name = stageNames[stage];
  const preview = previews[stage];
  const earlier = arrival(history, stage);
  const none = { stage, state: "none" as const, at: earlier?.at, requestNumber: undefined };
  if (stage === "retired") return { ...none, at: undefined, title: name, text: "Not planned" };
  if (!preview) return { ...none, title: name, text: earlier ? "Was there before" : "Not asked for" };
  const requestNumber = preview.openRequest ?? undefined;
  return { ...none, ...outlook(preview, name), at: undefined, requestNumber };
}

/** In words why it is not there yet. */
function outlook(preview: Preview, name: string): Pick<RailStep, "state" | "title" | "text"> {
  const { outcome, clauses, approvals } = preview;
  const unmet = clauses.filter(({ state }) => state !== "met").length;
  switch (outcome) {
    case "denied":
    case "refused":
      return { state: "blocked", title: `${name}, ${outcome}`, text: preview.text };
    case "needs-evidence":
      return { state: "blocked", title: `${name}, blocked`, text: `${unmet} of ${clauses.length} clauses unmet` };
    case "needs-votes": {
      const needed = approvals.reduce((sum, approval) => sum + approval.needed, 0);
      return { state: "waiting", title: name, text: `${metText(clauses.length)}${needed === 1 ? "1 vote" : `${needed} votes`} needed` };
    }
    case "decides-itself":
      return { state: "open", title: `${name}, open`, text: `${metText(clauses.length)}no vote needed` };
    case "free":
      return { state: "open", title: `${name}, open`, text: "No policy stands before it" };
  }
}

const metText = (clauses: number): string => (clauses === 0 ? "" : clauses === 1 ? "1 clause met, " : `All ${clauses} clauses met, `);

/** The latest time that the version came to a stage. */
function arrival(history: readonly HistoryEntry[], stage: Stage): HistoryEntry | undefined {
  return history.find((entry) => entry.kind === "stage" && entry.value === stage);
}

function arrivalText(entry: HistoryEntry | undefined): string {
  if (!entry) return "";
  return `by ${entry.by.name ?? entry.by.id.slice(0, 8)}`;
}

function registeredText({ registeredBy }: RailInput["version"]): string {
  return `registered by ${registeredBy.name ?? registeredBy.id.slice(0, 8)}`;
}
