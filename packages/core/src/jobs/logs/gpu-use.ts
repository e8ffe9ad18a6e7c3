import type { AttemptReport } from "@plumbline/contracts/jobs/log";
import { type Deps, translate } from "../../kernel/index.ts";
import { recordUse } from "../../quotas/index.ts";
import { systemContext } from "../../workspaces/index.ts";
import { holderOf } from "../capacity.ts";

interface Using {
  readonly workspaceId: number;
  readonly jobId: string;
  /** That the job holds. */
  readonly gpus: number;
}

/**
 * Hands what the GPUs of a job did to whoever counts use, each measure for itself. Repeated samples count once. What a job without GPUs
 * sees of the machine's is not its own.
 */
export async function recordGpuUse(
  deps: Deps,
  { workspaceId, jobId, gpus }: Using,
  { rank, samples }: Pick<AttemptReport, "rank" | "samples">,
): Promise<void> {
  if (gpus === 0) return;
  const uses = samples.flatMap((sample) =>
    sample.gpus.map(({ index, uuid, busyPercent, smActivePercent }) => ({
      at: sample.at,
      unit: uuid || `${rank}/${index}`,
      busyPercent,
      smActivePercent,
    })),
  );
  if (uses.length === 0) return;
  await systemContext(deps, workspaceId, (ctx) => recordUse(ctx, holderOf(jobId), uses)).catch((error: unknown) =>
    Promise.reject(translate(error)),
  );
}
