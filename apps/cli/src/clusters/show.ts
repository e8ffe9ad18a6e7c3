import { getCluster } from "@plumbline/contracts/clusters/cluster";
import type { Command } from "#src/command.ts";
import { ask, openClient, serverOptions } from "#src/server.ts";
import { clusterOperand } from "./cluster-operand.ts";
import { clusterLines } from "./cluster-words.ts";

export const clusterShow: Command = {
  words: "cluster show",
  summary: "Says what a cluster holds, why what waits waits, and how often it was written to.",
  operands: [clusterOperand],
  options: serverOptions,
  async run(values, context) {
    const [cluster = ""] = context.operands;
    const client = await openClient(values, context, "plumb cluster");
    for (const line of clusterLines(await ask(() => client.call(getCluster, { cluster })))) context.print(line);
  },
};
