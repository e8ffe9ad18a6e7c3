import { type Condition, conditionOf, type PodObject } from "../../../clusters/index.ts";
import type { EndedOutcome } from "../../executors/executor.ts";
import { type ContainerEnd, exitWords, findFailedContainer } from "./container-end.ts";
import { containerNames, whoOf } from "./objects-of-attempt.ts";

/** How an attempt failed, in one word and one sentence. */
export interface Failure {
  readonly outcome: EndedOutcome;
  readonly reason: string;
  readonly exitCode: number | null;
}

const failure = (outcome: EndedOutcome, reason: string, exitCode: number | null = null): Failure => ({ outcome, reason, exitCode });

/** From the condition by which the Job failed, and from what is left of its pods. */
export function explainFailure(failed: Condition, pods: readonly PodObject[]): Failure {
  if (failed.reason === "DeadlineExceeded") return failure("time-limit", "It passed its time limit.");
  return fromDisruption(pods) ?? fromEarliestEnd(pods) ?? fromPodStatus(pods) ?? fromCondition(failed);
}

/** Why Kubernetes ended a pod that did nothing wrong. */
const disruptions: Readonly<Record<string, (who: string, node: string) => Failure>> = {
  PreemptionByScheduler: (who) => failure("preempted", `${who} made room for a pod of higher priority.`),
  DeletionByTaintManager: (_, node) => failure("infrastructure", `Node ${node} was lost or tainted.`),
  DeletionByPodGC: (_, node) => failure("infrastructure", `Node ${node} is gone.`),
  EvictionByEvictionAPI: (who, node) => failure("infrastructure", `${who} was evicted: node ${node} is being drained.`),
  TerminationByKubelet: (_, node) => failure("infrastructure", `Node ${node} ran short of memory or disk, or was shut down.`),
};

function fromDisruption(pods: readonly PodObject[]): Failure | undefined {
  for (const pod of pods) {
    const condition = conditionOf(pod.status?.conditions, "DisruptionTarget");
    if (condition?.status !== "True") continue;
    const explain = disruptions[condition.reason ?? ""];
    if (explain) return explain(whoOf(pod, pods), pod.spec?.nodeName ?? "of the pod");
    return failure("infrastructure", `The cluster ended it: ${condition.message ?? condition.reason ?? "no reason given"}.`);
  }
  return undefined;
}

/** What failed first brought the others down. */
function fromEarliestEnd(pods: readonly PodObject[]): Failure | undefined {
  const ends = pods.flatMap((pod) => {
    const ended = findFailedContainer(pod);
    return ended ? [{ pod, ended }] : [];
  });
  const [first] = ends.sort((left, right) => (left.ended.finishedAt ?? "").localeCompare(right.ended.finishedAt ?? ""));
  if (!first) return undefined;
  const { exitCode, reason } = first.ended;
  const isDeleted = first.pod.metadata.deletionTimestamp !== undefined && reason !== "OOMKilled";
  if (isDeleted && endedByDeletion.has(exitCode)) return failure("stopped", deletedWords, exitCode);
  return explainEnd(first.ended, whoOf(first.pod, pods));
}

/** SIGTERM, and SIGKILL after it. */
const endedByDeletion = new Set([143, 137]);
const deletedWords = "Somebody deleted its pod.";

function explainEnd(ended: ContainerEnd, who: string): Failure {
  const { exitCode, reason, message, container } = ended;
  if (container !== containerNames.main) return explainPreparation(ended, who);
  if (reason === "OOMKilled") return failure("out-of-memory", `${who} used more memory than it asked for and was ended.`, exitCode);
  if (reason === "StartError" || reason === "ContainerCannotRun") {
    return failure("user-failure", `The command could not be started: ${startWords(message) || exitWords(exitCode)}.`, exitCode);
  }
  return failure("user-failure", `${who === "It" ? "The command" : who} ended with ${exitWords(exitCode)}.`, exitCode);
}

const preparations: Readonly<Record<string, string>> = {
  [containerNames.source]: "Its source could not be fetched",
  [containerNames.inputs]: "Its inputs could not be laid out",
  [containerNames.peers]: "Not all of its nodes found each other",
};

/** 65: what is there is not what it should be, and will not be at the next try. */
function explainPreparation({ container, exitCode, message }: ContainerEnd, who: string): Failure {
  const what = preparations[container] ?? `${who} could not be prepared`;
  return failure(exitCode === 65 ? "user-failure" : "infrastructure", `${what}: ${lastLine(message) || exitWords(exitCode)}.`, exitCode);
}

/** The launcher is what is started, and it needs Python. */
const startWords = (message: string): string =>
  /exec: "python3"/.test(message) ? "the image has no python3 for the launcher; say `launcher: false`" : lastLine(message);

const lastLine = (text: string): string => text.trim().split("\n").at(-1)?.replace(/\.$/, "").slice(0, 300) ?? "";

/** A pod can fail as a whole: over its own disk limit, by its node's judgement, or because its node refused it. */
function fromPodStatus(pods: readonly PodObject[]): Failure | undefined {
  const pod = pods.find(({ status }) => status?.phase === "Failed" && status.reason !== undefined);
  if (!pod?.status?.reason) return undefined;
  const message = pod.status.message ?? "";
  const who = whoOf(pod, pods);
  if (pod.status.reason === "Evicted" && /exceeds? the (total )?limit|exceeded its local ephemeral storage limit/.test(message)) {
    return failure("user-failure", `${who} used more disk than it asked for: ${lastLine(message)}.`);
  }
  return failure("infrastructure", `${who} was refused or ended by its node: ${lastLine(message) || pod.status.reason}.`);
}

/** The pods are gone: the Job's own words are all there is. */
function fromCondition({ reason, message = "" }: Condition): Failure {
  const exitCode = /failed with exit code (\d+)/.exec(message)?.[1];
  // A pod that failed by itself stays with its Job: one that was ended by a signal and is gone was deleted.
  if (endedByDeletion.has(Number(exitCode))) return failure("stopped", deletedWords, Number(exitCode));
  if (exitCode !== undefined) return failure("user-failure", `The command ended with ${exitWords(Number(exitCode))}.`, Number(exitCode));
  if (/has condition DisruptionTarget/.test(message)) return failure("infrastructure", "The cluster took a node or a pod away.");
  return failure("infrastructure", `The cluster says it failed (${reason ?? "no reason"}), and nothing is left that says why.`);
}
