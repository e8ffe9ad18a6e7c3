import { compareRuns } from "@plumbline/contracts/experiments/compare-runs";
import { type Command, CommandError } from "#src/command.ts";
import { table } from "#src/jobs/job-words.ts";
import { ask, openClient, serverOptions } from "#src/server.ts";
import { differenceLine, differenceRows } from "./compare-words.ts";

export const runsCompare: Command = {
  words: "runs compare",
  summary: "Says in what runs differ: metrics, params, data and tags, against the first one.",
  operands: [{ name: "RUN", help: "id of a run; two or more", isMany: true }],
  options: {
    ...serverOptions,
    all: { type: "boolean", help: "also what is the same in all of them" },
    json: { type: "boolean", help: "as JSON" },
  },
  async run(values, context) {
    if (context.operands.length < 2) throw new CommandError("name two runs or more; see plumb runs compare --help");
    const client = await openClient(values, context, "plumb runs");
    const comparison = await ask(() => client.call(compareRuns, { runIds: [...context.operands] }));
    if (comparison.missing.length > 0) throw new CommandError(`there is no run ${comparison.missing.join(", ")}`);
    if (values.json) {
      context.print(JSON.stringify(comparison));
      return;
    }
    context.print(differenceLine(comparison));
    for (const line of table(differenceRows(comparison, values.all === true))) context.print(line);
  },
};
