import { listJobs } from "@plumbline/contracts/jobs/job";
import { type Command, textOf } from "#src/command.ts";
import { ask, openClient, serverOptions } from "#src/server.ts";
import { jobRow, table } from "./job-words.ts";

export const jobList: Command = {
  words: "job list",
  summary: "Lists jobs: those that have not ended first, then the newest.",
  options: {
    ...serverOptions,
    mine: { type: "boolean", help: "only yours" },
    all: { type: "boolean", help: "also those that have ended" },
    name: { type: "string", value: "TEXT", help: "only those whose name has this in it" },
    json: { type: "boolean", help: "as JSON, one job a line" },
  },
  async run(values, context) {
    const client = await openClient(values, context, "plumb job");
    const name = textOf(values, "name");
    const { items, nextCursor } = await ask(() =>
      client.call(listJobs, {
        ...(values.all ? {} : { state: "unfinished" as const }),
        ...(name === undefined ? {} : { name }),
        mine: values.mine ? "true" : "false",
      }),
    );
    if (values.json) {
      for (const job of items) context.print(JSON.stringify(job));
      return;
    }
    for (const line of table(items.map((job) => jobRow(job, Date.now())))) context.print(line);
    if (items.length === 0) context.say(values.all ? "no jobs" : "no job waits or runs; --all lists those that have ended");
    if (nextCursor !== null) context.say("there are more; narrow the list with --name or --mine");
  },
};
