import { conditionOf, findEviction, isTrue, type JobObject, type PodObject, workloadStand } from "../../../clusters/index.ts";
import type { Observation } from "../../executors/executor.ts";
import { mainState } from "./container-end.ts";
import { explainEviction } from "./evicted-workload.ts";
import { explainFailure, type Failure } from "./failed-job.ts";
import { isLost, lostWords } from "./lost-pod.ts";
import { type AttemptObjects, isOver, nodesOf } from "./objects-of-attempt.ts";
import { podsStand } from "./starting-pods.ts";
import { standWords } from "./waiting-words.ts";

/**
 * What the objects of an attempt mean. Kueue starts what it evicted again, with the same Job: for us that attempt is over,
 * and whatever comes next is another one. While pods still end, in their grace, the attempt is not over.
 */
export function observeAttempt(objects: AttemptObjects, now: Date): Observation {
  const { job, pods, workload } = objects;
  if (!job) return { state: "absent" };
  const finished = finishedAs(job, { pods, now });
  if (finished) return finished;
  const eviction = workload && findEviction(workload);
  if (eviction) {
    if (pods.some((pod) => isStillEnding(pod, now))) return running(objects);
    return { state: "ended", ...explainEviction(eviction), exitCode: null, nodes: nodesOf(pods), endedAt: instantOr(now, eviction.at) };
  }
  const isHeld = job.spec?.suspend === true;
  const lost = pods.find((pod) => isLost(pod, now));
  if (lost && (!isHeld || isBeingDeleted(job))) return bereft(objects, { lost, now });
  return isHeld ? held(objects, now) : released(objects, now);
}

const instantOr = (now: Date, instant: string | null | undefined): Date => (instant ? new Date(instant) : now);

/** What its controller has said of it for good. */
function finishedAs(job: JobObject, { pods, now }: { pods: readonly PodObject[]; now: Date }): Observation | undefined {
  const { conditions, completionTime } = job.status ?? {};
  const nodes = nodesOf(pods);
  const complete = conditionOf(conditions, "Complete");
  if (complete?.status === "True") {
    const endedAt = instantOr(now, completionTime ?? complete.lastTransitionTime);
    return { state: "ended", outcome: "succeeded", exitCode: 0, reason: "It succeeded.", nodes, endedAt };
  }
  const failed = conditionOf(conditions, "Failed");
  if (failed?.status !== "True") return undefined;
  return { state: "ended", ...explainFailure(failed, pods), nodes, endedAt: instantOr(now, failed.lastTransitionTime) };
}

const isStillEnding = (pod: PodObject, now: Date): boolean => !isOver(pod) && !isLost(pod, now);
const isBeingDeleted = ({ metadata }: JobObject): boolean => metadata.deletionTimestamp !== undefined;

/**
 * A node was lost with a pod. Where all pods were to end anyway, those that can still have their grace, and the attempt ends as
 * what ended it; else it is over at once: the others wait for one that does not come back.
 */
function bereft(objects: AttemptObjects, { lost, now }: { lost: PodObject; now: Date }): Observation {
  const { job, pods } = objects;
  const target = conditionOf(job?.status?.conditions, "FailureTarget");
  const hasGivenUp = target?.status === "True";
  const isEnding = hasGivenUp || (job !== undefined && isBeingDeleted(job));
  if (isEnding && pods.some((pod) => isStillEnding(pod, now))) return running(objects);
  const how: Failure = hasGivenUp
    ? explainFailure(target, pods)
    : { outcome: isEnding ? "stopped" : "infrastructure", reason: lostWords(lost), exitCode: null };
  return { state: "ended", ...how, nodes: nodesOf(pods), endedAt: new Date(lost.metadata.deletionTimestamp ?? now) };
}

/** Its pods may not be made yet. */
function held({ workload }: AttemptObjects, now: Date): Observation {
  const reason = workload ? standWords(workloadStand(workload, now)) : null;
  return { state: "waiting", isAdmitted: false, reason };
}

function released(objects: AttemptObjects, now: Date): Observation {
  const { job, pods, events } = objects;
  // The controller has given up on it and waits for its pods to end: what they said last is still to come.
  if (isTrue(job?.status?.conditions, "FailureTarget") || isTrue(job?.status?.conditions, "SuccessCriteriaMet")) return running(objects);
  const stand = podsStand({ pods, expected: job?.spec?.completions ?? 1, events, now });
  switch (stand.state) {
    case "unplaced":
      return { state: "waiting", isAdmitted: true, reason: stand.reason };
    case "starting":
      return { state: "starting", reason: stand.reason };
    case "inputs":
      return { state: "inputs" };
    case "stuck":
      return { state: "ended", outcome: stand.outcome, exitCode: null, reason: stand.reason, nodes: nodesOf(pods), endedAt: now };
    case "running":
      return running(objects);
  }
}

function running({ job, pods }: AttemptObjects): Observation {
  const starts = pods.flatMap((pod) => {
    const state = mainState(pod);
    const at = state?.running?.startedAt ?? state?.terminated?.startedAt;
    return at === undefined ? [] : [at];
  });
  const startedAt = starts.sort().at(-1) ?? job?.status?.startTime ?? job?.metadata.creationTimestamp;
  return { state: "running", startedAt: new Date(startedAt ?? 0), nodes: nodesOf(pods) };
}
