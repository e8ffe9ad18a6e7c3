import { listJobNamespaces, onGpuSamples, type SeenGpus } from "../../clusters/index.ts";
import type { Deps } from "../../kernel/index.ts";
import { recordUse } from "../../quotas/index.ts";
import { systemContext } from "../../workspaces/index.ts";
import { holderOf } from "../capacity.ts";
import { attemptOfName } from "../executors/executor.ts";

type Seen = SeenGpus["samples"][number];

/** A pod is called after the attempt that it carries, with its rank and chance after it. */
const attemptOfPod = (pod: string) => attemptOfName(/^pl-\d+-[0-9a-f]+-\d+(?=-|$)/.exec(pod)?.[0] ?? "");

// What DCGM exporters say of the GPUs of our own jobs counts as their use, each measure for itself. A pod is believed by its name
// only in a namespace in which jobs of that workspace run.
onGpuSamples(async (deps, { clusterId, at, samples }) => {
  const byPod = Map.groupBy(
    samples.filter(({ pod }) => pod !== null),
    ({ pod }) => `${pod?.namespace}/${pod?.name}`,
  );
  for (const [key, seen] of byPod) await recordPod(deps, clusterId, { key, seen, at });
});

interface PodSeen {
  readonly key: string;
  readonly seen: readonly Seen[];
  readonly at: Date;
}

async function recordPod(deps: Deps, clusterId: string, { key, seen, at }: PodSeen): Promise<void> {
  const [namespace = "", name = ""] = key.split("/");
  const attempt = attemptOfPod(name);
  if (!attempt || !(await listJobNamespaces(deps, clusterId, attempt.workspaceId)).includes(namespace)) return;
  const uses = seen.map(({ unit, busyPercent, smActivePercent }) => ({ at: at.getTime(), unit, busyPercent, smActivePercent }));
  await systemContext(deps, attempt.workspaceId, (ctx) => recordUse(ctx, holderOf(attempt.jobId), uses));
}
