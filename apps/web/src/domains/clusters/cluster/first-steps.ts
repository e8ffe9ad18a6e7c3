import type { Cluster } from "@plumbline/contracts/clusters/cluster";

export type StepState = "done" | "now" | "later";

/** What happens between a registration and the first reading, as far as it has come. */
export function firstSteps({ state, versions }: Pick<Cluster, "state" | "versions">): { title: string; state: StepState }[] {
  const isReached = state === "connected";
  const isKnown = isReached && versions.kubernetes !== null;
  const step = (isDone: boolean, isNow: boolean): StepState => (isDone ? "done" : isNow ? "now" : "later");
  return [
    { title: "Registered; the credentials are sealed", state: "done" },
    { title: "A worker reaches the API server", state: step(isReached, !isReached) },
    { title: "It asks for versions and for what the credentials may do", state: step(isKnown, isReached) },
    { title: "It lists nodes, pods with GPUs and the objects of Kueue, and watches them from then on", state: step(false, isKnown) },
  ];
}
