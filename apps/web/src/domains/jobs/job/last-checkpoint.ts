import type { Attempt } from "@plumbline/contracts/jobs/job";

export type Checkpoint = Attempt["checkpoints"][number];

/** The newest checkpoint over all attempts: what the next attempt begins with. */
export function lastCheckpoint(attempts: readonly Pick<Attempt, "checkpoints">[]): Checkpoint | undefined {
  return attempts
    .flatMap(({ checkpoints }) => checkpoints)
    .reduce<Checkpoint | undefined>(
      (last, one) => (last === undefined || Date.parse(one.at) >= Date.parse(last.at) ? one : last),
      undefined,
    );
}
