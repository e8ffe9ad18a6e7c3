import { getPending, jobTitle } from "@plumbline/contracts/jobs/job";
import type { Pending } from "@plumbline/contracts/quotas/pending";
import type { Command } from "#src/command.ts";
import { ask, openClient, serverOptions } from "#src/server.ts";
import { findJob, jobOperand } from "./job-operand.ts";
import { inTime, stateWords } from "./job-words.ts";

export const jobWhy: Command = {
  words: "job why",
  summary: "Says why a job waits, who holds what it needs, when it will start, and what would start it sooner.",
  operands: [jobOperand],
  options: serverOptions,
  async run(values, context) {
    const client = await openClient(values, context, "plumb job");
    const job = await findJob(client, context.operands[0]);
    if (job.state !== "queued" && job.state !== "waiting") {
      context.print(`${jobTitle(job)} does not wait: ${stateWords(job)}`);
      return;
    }
    for (const line of pendingLines(await ask(() => client.call(getPending, { job: job.id })))) context.print(line);
  },
};

/** An explanation, line by line. */
function pendingLines(pending: Pending): string[] {
  const { forecast, position, holders, remedies } = pending;
  return [
    pending.headline,
    ...(pending.detail === "" ? [] : [pending.detail]),
    ...(position ? [`position: ${position.at} of ${position.of} in ${position.queue}`] : []),
    `waited: ${inTime(pending.waitedSeconds)}`,
    forecast ? `starts: ${forecast.from} to ${forecast.to}, 8 times in 10` : `starts: ${pending.forecastNote ?? "unknown"}`,
    ...holders.map(
      ({ workspace, job, jobs, amount }) => `held: ${amount} by ${workspace}, ${job?.title ?? `${jobs} ${jobs === 1 ? "job" : "jobs"}`}`,
    ),
    ...remedies.map(({ title, effect }) => `sooner: ${title}: ${effect}`),
  ];
}
