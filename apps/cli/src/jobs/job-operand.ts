import type { Client } from "@plumbline/contracts/client";
import { getJob, type Job, listJobs } from "@plumbline/contracts/jobs/job";
import { CommandError, type Operand } from "#src/command.ts";
import { ask } from "#src/server.ts";

export const jobOperand: Operand = { name: "JOB", help: "a job's name with its number, such as train-12, or its id" };

const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const titlePattern = /^(.+)-([1-9][0-9]*)$/;

/** The job that a person names. */
export async function findJob(client: Client, named: string | undefined): Promise<Job> {
  const given = named ?? "";
  if (idPattern.test(given)) return ask(() => client.call(getJob, { job: given }));
  const [, name, number] = titlePattern.exec(given) ?? [];
  if (name === undefined) throw new CommandError(`"${given}" names no job; plumb job list shows them`);
  let cursor: string | undefined;
  do {
    const page = await ask(() => client.call(listJobs, { name, limit: "1000", ...(cursor === undefined ? {} : { cursor }) }));
    const found = page.items.find((job) => job.name === name && job.number === Number(number));
    if (found) return found;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  throw new CommandError(`there is no job ${given}; plumb job list shows them`);
}
