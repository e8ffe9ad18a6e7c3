import type { ResolvedSpec } from "@plumbline/contracts/jobs/job";
import type { JobSpec } from "@plumbline/contracts/jobs/spec";
import type { Placement } from "../../quotas/index.ts";
import type { ProblemList } from "./problem-list.ts";

/** What the executor that a job would run on cannot do. */
export function checkExecutor(spec: JobSpec, resolved: ResolvedSpec, on: { executor: Placement["executor"]; problems: ProblemList }): void {
  const { executor, problems } = on;
  if (executor === "local") checkLocal(spec, problems);
  else if (resolved.image === null) {
    problems.add(
      spec.runtime === undefined ? "spec.image" : "spec.runtime",
      "a cluster needs an image: give one, or a runtime that has one",
    );
  }
}

function checkLocal({ image, mounts }: JobSpec, problems: ProblemList): void {
  if (image !== undefined) problems.add("spec.image", "this machine runs no containers: name a runtime, or neither, or a cluster");
  if (mounts.length > 0) problems.add("spec.mounts", "this machine mounts nothing: use inputs, or name a cluster");
}
