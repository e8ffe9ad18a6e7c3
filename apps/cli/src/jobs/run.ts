import type { Client } from "@plumbline/contracts/client";
import { jobTitle, previewJob } from "@plumbline/contracts/jobs/job";
import type { WrittenSpec } from "@plumbline/contracts/jobs/spec";
import { type Command, CommandError, type Context, requiredText, textOf, type Values } from "#src/command.ts";
import { ask, openClient, serverOptions } from "#src/server.ts";
import { readSpec } from "./read-spec.ts";
import { type OpenClient, sendSource, submitSpec, watchJob } from "./submit.ts";

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
  const job = await submitSpec(client, spec, context);
  if (!values.follow) {
    context.print(jobTitle(job));
    return;
  }
  const ended = await watchJob(client, job, context);
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
