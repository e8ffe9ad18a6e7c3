import type { Job, JobState } from "@plumbline/contracts/jobs/job";

const groups: readonly [word: string, states: readonly JobState[]][] = [
  ["running", ["starting", "running", "stopping"]],
  ["waiting", ["queued", "waiting"]],
  ["suspended", ["suspended"]],
];

/** `2 running, 1 waiting`; of more than were read, that there are more. */
export function jobCounts(jobs: readonly Pick<Job, "state">[], hasMore: boolean): string {
  const counts = groups.flatMap(([word, states]) => {
    const count = jobs.filter(({ state }) => states.includes(state)).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return [...counts, ...(hasMore ? ["and more"] : [])].join(", ");
}
