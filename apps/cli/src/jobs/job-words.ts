import { type Job, jobTitle } from "@plumbline/contracts/jobs/job";

const minute = 60;
const hour = 60 * minute;

/** Seconds as people say them: 40s, 12m, 3h 05m. */
export function inTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < minute) return `${whole}s`;
  if (whole < hour) return `${Math.floor(whole / minute)}m`;
  return `${Math.floor(whole / hour)}h ${String(Math.floor((whole % hour) / minute)).padStart(2, "0")}m`;
}

/** What a job holds, or wants to hold: its GPUs are those of all nodes, its cores of each. */
function resourceWords({ resources }: Job): string {
  const { gpus, nodes, flavour, cpu } = resources;
  const each = gpus > 0 ? `${gpus / nodes} ${flavour ?? "GPU"}` : `${cpu} CPU`;
  return resources.nodes > 1 ? `${resources.nodes} x ${each}` : each;
}

/** The state with what it means now. */
export function stateWords(job: Job): string {
  const position = job.state === "queued" && job.queuePosition !== null ? `, ${job.queuePosition} in the queue` : "";
  return `${job.state}${position}${job.reason === null ? "" : `: ${job.reason}`}`;
}

/** One line of a list, its cells to be aligned. */
export function jobRow(job: Job, now: number): string[] {
  const since = (from: string, to: string | null): string => inTime(((to === null ? now : Date.parse(to)) - Date.parse(from)) / 1000);
  const time = job.startedAt === null ? `waits ${since(job.submittedAt, job.endedAt)}` : `ran ${since(job.startedAt, job.endedAt)}`;
  return [jobTitle(job), job.state, resourceWords(job), job.executor === "local" ? "local" : (job.cluster ?? ""), time, job.reason ?? ""];
}

/** Cells below one another. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
