import { listClusters } from "@plumbline/contracts/clusters/cluster";
import type { Command } from "#src/command.ts";
import { table } from "#src/jobs/job-words.ts";
import { ask, openClient, serverOptions } from "#src/server.ts";
import { clusterRow } from "./cluster-words.ts";

export const clusterList: Command = {
  words: "cluster list",
  summary: "Lists the registered clusters, with what of them is held and whether anything was written to them.",
  options: serverOptions,
  async run(values, context) {
    const client = await openClient(values, context, "plumb cluster");
    const { items } = await ask(() => client.call(listClusters, {}));
    for (const line of table(items.map(clusterRow))) context.print(line);
    if (items.length === 0) context.say("no cluster is registered; plumb cluster register registers one");
  },
};
