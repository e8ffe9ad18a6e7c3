import { conditionOf, findEviction, isTrue, workloadStand } from "../../../clusters/index.ts";
import type { Observation } from "../../executors/executor.ts";
import { mainState } from "./container-end.ts";
import { explainEviction } from "./evicted-workload.ts";
import { explainFailure } from "./failed-job.ts";
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
  const { conditions } = job.status ?? {};
  const nodes = nodesOf(pods);
  const endedAt = (instant: string | null | undefined): Date => (instant ? new Date(instant) : now);
  const complete = conditionOf(conditions, "Complete");
  if (complete?.status === "True") {
    const at = endedAt(job.status?.completionTime ?? complete.lastTransitionTime);
    return { state: "ended", outcome: "succeeded", exitCode: 0, reason: "It succeeded.", nodes, endedAt: at };
  }
  const failed = conditionOf(conditions, "Failed");
  if (failed?.status === "True") {
    return { state: "ended", ...explainFailure(failed, pods), nodes, endedAt: endedAt(failed.lastTransitionTime) };
  }
  const eviction = workload && findEviction(workload);
  if (eviction) {
    if (pods.some((pod) => !isOver(pod))) return running(objects);
    return { state: "ended", ...explainEviction(eviction), exitCode: null, nodes, endedAt: endedAt(eviction.at) };
  }
  return job.spec?.suspend === true ? held(objects, now) : released(objects, now);
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
