import { listCalls } from "@plumbline/contracts/clusters/cluster";
import type { Command } from "#src/command.ts";
import { table } from "#src/jobs/job-words.ts";
import { ask } from "#src/server.ts";
import { asPerson, sessionOptions } from "#src/session.ts";
import { clusterOperand } from "./cluster-operand.ts";

export const clusterCalls: Command = {
  words: "cluster calls",
  summary: "Lists every call that was made to a cluster, counted by verb and address; writes first.",
  operands: [clusterOperand],
  options: sessionOptions,
  async run(values, context) {
    const [cluster = ""] = context.operands;
    await asPerson(values, context, async (client) => {
      const { items, isCut } = await ask(() => client.call(listCalls, { cluster }));
      const rows = items.map(({ kind, verb, path, count, lastStatus }) => [
        kind,
        verb,
        path,
        `${count} ${count === 1 ? "time" : "times"}`,
        `last ${lastStatus}`,
      ]);
      for (const line of table(rows)) context.print(line);
      if (isCut) context.say("older ones are left out");
    });
  },
};
