import { randomUUID } from "node:crypto";
import type { Client } from "@plumbline/contracts/client";
import { jobTitle, previewJob, submitJob } from "@plumbline/contracts/jobs/job";
import type { WrittenSpec } from "@plumbline/contracts/jobs/spec";
import { UploadedSource, uploadSource } from "@plumbline/contracts/jobs/template";
import { type Command, CommandError, type Context, requiredText, textOf, type Values } from "#src/command.ts";
import { ask, openClient, serverOptions } from "#src/server.ts";
import { followJob } from "./follow-job.ts";
import { stateWords } from "./job-words.ts";
import { packSource } from "./pack-source.ts";
import { readSpec } from "./read-spec.ts";

type OpenClient = Awaited<ReturnType<typeof openClient>>;

export const jobRun: Command = {
  words: "job run",
  summary: "Submits the job that a file describes.",
  options: {
    ...serverOptions,
    file: { type: "string", short: "f", value: "FILE", help: "the job's spec, YAML or JSON (required)" },
    source: { type: "string", value: "DIR", help: "send this directory of code along; files that git ignores stay here" },
    follow: { type: "boolean", help: "print its log until it has ended; the status is 1 where it did not succeed" },
    "dry-run": { type: "boolean", help: "only say where it would run, what it would cost and when it would start" },
  },
  async run(values, context) {
    const spec = await readSpec(requiredText(values, "file"));
    const directory = textOf(values, "source");
    if (directory !== undefined && spec.source) throw new CommandError("the spec names its source already; leave out --source, or that");
    const client = await openClient(values, context, "plumb job");
    const whole = directory === undefined ? spec : { ...spec, source: { archive: await sendSource(client, directory, context) } };
    if (values["dry-run"]) await preview(client, whole, context);
    else await submit(client, { spec: whole, values, context });
  },
};

async function submit(client: OpenClient, of: { spec: WrittenSpec; values: Values; context: Context }): Promise<void> {
  const { spec, values, context } = of;
  const job = await ask(() => client.call(submitJob, { spec }, { idempotencyKey: randomUUID() }));
  const title = jobTitle(job);
  context.say(`${title} ${stateWords(job)}; ${client.origin}/jobs/${job.id}`);
  if (!values.follow) {
    context.print(title);
    return;
  }
  process.once("SIGINT", () => {
    context.say(`${title} goes on; plumb job logs ${title} --follow watches it again, plumb job cancel ${title} ends it`);
    process.exit(130);
  });
  const ended = await followJob(client, job.id, context);
  context.say(`${title} ${stateWords(ended)}`);
  if (ended.state !== "succeeded") process.exitCode = 1;
}

async function preview(client: Client, spec: WrittenSpec, context: Context): Promise<void> {
  const { forecast } = await ask(() => client.call(previewJob, { spec }));
  context.print(`runs on: ${forecast.cluster ?? forecast.executor}${forecast.pool === null ? "" : `, ${forecast.pool}`}`);
  context.print(`quota: ${forecast.quotaEffect}`);
  const start = forecast.start
    ? `between ${forecast.start.from} and ${forecast.start.to}, 8 times in 10`
    : (forecast.startNote ?? "unknown");
  context.print(`starts: ${forecast.startsNow ? "now" : start}`);
  const cost = forecast.worstCaseCost;
  if (cost) context.print(`costs at most: ${cost.amount} ${cost.currency}`);
  for (const warning of forecast.warnings) context.print(`note: ${warning}`);
  for (const { path, message } of forecast.problems) context.print(`refused: ${path}: ${message}`);
  if (forecast.problems.length > 0) process.exitCode = 1;
}

/** Uploads the code; answers its digest. What is there already is taken as it is. */
async function sendSource(client: OpenClient, directory: string, context: Context): Promise<string> {
  const { archive, files } = await packSource(directory);
  context.say(`sending ${files} files, ${Math.ceil(archive.length / 1024)} KiB`);
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
