import { conditionOf, type EventObject, type PodObject } from "../../../clusters/index.ts";
import type { EndedOutcome } from "../../executors/executor.ts";
import { containerNames, isOver, whoOf } from "./objects-of-attempt.ts";

/** Where the pods of an admitted attempt stand before all of them run. */
export type PodsStand =
  | { readonly state: "unplaced"; readonly reason: string }
  | { readonly state: "starting"; readonly reason: string | null }
  | { readonly state: "inputs" }
  | { readonly state: "stuck"; readonly outcome: EndedOutcome; readonly reason: string }
  | { readonly state: "running" };

/** An image that could not be pulled for so long will not be. */
const pullPatienceMs = 600_000;
/** These do not heal by themselves. */
const hopeless = new Set(["InvalidImageName", "ErrImageNeverPull", "RunContainerError"]);
const imageReasons = new Set([
  "ErrImagePull",
  "ErrImageNeverPull",
  "ImagePullBackOff",
  "ImageInspectError",
  "InvalidImageName",
  "RegistryUnavailable",
  "SignatureValidationFailed",
]);

/** Containers that lay in what the command works with. */
const layingIn = [containerNames.source, containerNames.inputs];

export function podsStand(given: { pods: readonly PodObject[]; expected: number; events: readonly EventObject[]; now: Date }): PodsStand {
  const { pods, expected, events, now } = given;
  const placed = pods.filter((pod) => pod.spec?.nodeName !== undefined);
  const unplaced = pods.find((pod) => pod.spec?.nodeName === undefined && !isOver(pod));
  if (unplaced) return { state: "unplaced", reason: schedulerWords(unplaced) };
  const trouble = placed.map((pod) => troubleOf(pod, { pods, now })).find((found) => found !== undefined);
  if (trouble) return trouble;
  if (pods.length < expected) return { state: "starting", reason: missingWords(events, { there: pods.length, expected }) };
  if (pods.every((pod) => isOver(pod) || isRunning(pod))) return { state: "running" };
  if (pods.some((pod) => layingIn.some((container) => isInitRunning(pod, container)))) return { state: "inputs" };
  const running = pods.filter(isRunning).length;
  return { state: "starting", reason: running > 0 ? `${running} of ${expected} nodes have started.` : null };
}

const isRunning = (pod: PodObject): boolean => mainStatus(pod)?.state?.running !== undefined;
const mainStatus = (pod: PodObject) => pod.status?.containerStatuses?.find(({ name }) => name === containerNames.main);
const isInitRunning = (pod: PodObject, container: string): boolean =>
  pod.status?.initContainerStatuses?.some(({ name, state }) => name === container && state?.running !== undefined) ?? false;

/** "0/2 nodes are available: 2 Insufficient nvidia.com/gpu. preemption: …": what comes before the preemption says it all. */
function schedulerWords(pod: PodObject): string {
  const scheduled = conditionOf(pod.status?.conditions, "PodScheduled");
  if (scheduled?.status !== "False" || !scheduled.message) return "The cluster looks for a node.";
  const [said = scheduled.message] = scheduled.message.split(/\.? ?(?:preemption|no new claims to deallocate)[:,]/);
  return `No node can take it now: ${said.replace(/\.$/, "")}.`;
}

/** A container that waits for something other than its turn. */
function troubleOf(pod: PodObject, { pods, now }: { pods: readonly PodObject[]; now: Date }): PodsStand | undefined {
  const waiting = findWaiting(pod);
  if (!waiting) return undefined;
  const isImage = imageReasons.has(waiting.reason);
  const reason = `${isImage ? "The image cannot be pulled" : `${whoOf(pod, pods)} cannot start`}: ${waiting.detail}.`;
  const isStuck = hopeless.has(waiting.reason) || (isImage && now.getTime() - sinceOf(pod, now).getTime() > pullPatienceMs);
  return isStuck ? { state: "stuck", outcome: "user-failure", reason } : { state: "starting", reason };
}

function findWaiting({ status }: PodObject): { reason: string; detail: string } | undefined {
  for (const { state } of [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]) {
    const reason = state?.waiting?.reason;
    if (reason === undefined || reason === "PodInitializing" || reason === "ContainerCreating") continue;
    const [line] = (state?.waiting?.message ?? "").split("\n");
    return { reason, detail: (line || reason).slice(0, 300).replace(/\.$/, "") };
  }
  return undefined;
}

const sinceOf = (pod: PodObject, now: Date): Date => new Date(pod.status?.startTime ?? pod.metadata.creationTimestamp ?? now);

/** The Job's controller says in an event why it may not make pods: a quota of the namespace, or its security rules. */
function missingWords(events: readonly EventObject[], { there, expected }: { there: number; expected: number }): string | null {
  const refused = events.findLast(({ reason, involvedObject }) => reason === "FailedCreate" && involvedObject?.kind === "Job");
  if (!refused?.message) return there > 0 ? `${there} of ${expected} pods have been made.` : null;
  const said = /is forbidden: (.*)$/s.exec(refused.message)?.[1] ?? refused.message;
  return `The cluster refuses its pods: ${said.replace(/\.$/, "").slice(0, 300)}.`;
}
