import type { Client } from "@plumbline/contracts/client";
import { cancelJob, type Job, jobTitle, rerunJob, resumeJob, suspendJob } from "@plumbline/contracts/jobs/job";
import type { Command } from "#src/command.ts";
import { ask, openClient, serverOptions } from "#src/server.ts";
import { findJob, jobOperand } from "./job-operand.ts";
import { stateWords } from "./job-words.ts";

/** A command that does one thing to one job, and says how it stands then. */
const act = (words: string, summary: string, run: (client: Client, job: string) => Promise<Job>): Command => ({
  words,
  summary,
  operands: [jobOperand],
  options: serverOptions,
  async run(values, context) {
    const client = await openClient(values, context, "plumb job");
    const { id } = await findJob(client, context.operands[0]);
    const job = await ask(() => run(client, id));
    context.print(`${jobTitle(job)} ${stateWords(job)}`);
  },
});

export const jobCancel = act("job cancel", "Ends a job; what runs gets its checkpoint grace.", (client, job) =>
  client.call(cancelJob, { job }),
);
export const jobSuspend = act("job suspend", "Frees what a job holds until it is resumed.", (client, job) =>
  client.call(suspendJob, { job }),
);
export const jobResume = act("job resume", "Queues a suspended job again, from its last checkpoint.", (client, job) =>
  client.call(resumeJob, { job }),
);
export const jobRerun = act("job rerun", "Submits a job's spec again, with what its names meant then.", (client, job) =>
  client.call(rerunJob, { job }),
);
