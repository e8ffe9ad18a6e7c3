import { randomUUID } from "node:crypto";
import { type JobDetail, jobTitle, submitJob } from "@plumbline/contracts/jobs/job";
import type { WrittenSpec } from "@plumbline/contracts/jobs/spec";
import { UploadedSource, uploadSource } from "@plumbline/contracts/jobs/template";
import { CommandError, type Context } from "#src/command.ts";
import { ask, type openClient } from "#src/server.ts";
import { followJob } from "./follow-job.ts";
import { stateWords } from "./job-words.ts";
import { packSource } from "./pack-source.ts";

export type OpenClient = Awaited<ReturnType<typeof openClient>>;

export async function submitSpec(client: OpenClient, spec: WrittenSpec, context: Context): Promise<JobDetail> {
  const job = await ask(() => client.call(submitJob, { spec }, { idempotencyKey: randomUUID() }));
  context.say(`${jobTitle(job)} ${stateWords(job)}`);
  return job;
}

/** Prints a job's log until it has ended. Ctrl-C ends the watching, not the job. */
export async function watchJob(client: OpenClient, job: JobDetail, context: Context): Promise<JobDetail> {
  const title = jobTitle(job);
  const leave = (): void => {
    context.say(`${title} goes on; plumb job logs ${title} --follow watches it again, plumb job cancel ${title} ends it`);
    process.exit(130);
  };
  process.once("SIGINT", leave);
  try {
    const ended = await followJob(client, job.id, context);
    context.say(`${title} ${stateWords(ended)}`);
    return ended;
  } finally {
    process.off("SIGINT", leave);
  }
}

/** Uploads the code; answers its digest. What is there already is taken as it is. */
export async function sendSource(client: OpenClient, directory: string, context: Context): Promise<string> {
  const { archive, files } = await packSource(directory);
  context.say(`sending ${files} ${files === 1 ? "file" : "files"}, ${Math.ceil(archive.length / 1024)} KiB`);
  const response = await fetch(client.url(uploadSource, { name: "source.tar.gz" }), {
    method: "PUT",
    headers: { authorization: `Bearer ${client.token}`, "content-type": "application/gzip" },
    body: new Uint8Array(archive),
  });
  const answer: unknown = await response.json().catch(() => null);
  const stored = UploadedSource.safeParse(answer);
  if (response.ok && stored.success) return stored.data.sha256;
  const detail = typeof answer === "object" && answer !== null && "detail" in answer ? String(answer.detail) : `status ${response.status}`;
  throw new CommandError(`the code was not taken: ${detail}`);
}
