import { jobTitle } from "@plumbline/contracts/jobs/job";
import { downloadLog } from "@plumbline/contracts/jobs/log";
import { type Command, CommandError, textOf } from "#src/command.ts";
import { openClient, serverOptions } from "#src/server.ts";
import { followJob } from "./follow-job.ts";
import { findJob, jobOperand } from "./job-operand.ts";
import { stateWords } from "./job-words.ts";

export const jobLogs: Command = {
  words: "job logs",
  summary: "Prints the log of a job's last attempt.",
  operands: [jobOperand],
  options: {
    ...serverOptions,
    attempt: { type: "string", value: "NUMBER", help: "another attempt" },
    follow: { type: "boolean", help: "go on, attempt after attempt, until the job has ended" },
  },
  async run(values, context) {
    const client = await openClient(values, context, "plumb job");
    const job = await findJob(client, context.operands[0]);
    if (values.follow) {
      const ended = await followJob(client, job.id, context);
      context.say(`${jobTitle(job)} ${stateWords(ended)}`);
      return;
    }
    const attempt = Number(textOf(values, "attempt") ?? job.attempts);
    if (!Number.isInteger(attempt) || attempt < 1 || attempt > job.attempts) {
      throw new CommandError(job.attempts === 0 ? `${jobTitle(job)} has not begun` : `--attempt: allowed: 1 to ${job.attempts}`);
    }
    const response = await fetch(client.url(downloadLog, { job: job.id, attempt }), {
      headers: { authorization: `Bearer ${client.token}` },
    });
    if (!response.ok || !response.body) throw new CommandError(`the log cannot be read: status ${response.status}`);
    for await (const chunk of response.body) process.stdout.write(chunk);
  },
};
