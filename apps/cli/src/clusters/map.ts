import { mapQueue } from "@plumbline/contracts/clusters/management";
import { type Command, CommandError, requiredText, textOf } from "#src/command.ts";
import { ask } from "#src/server.ts";
import { asPerson, sessionOptions } from "#src/session.ts";
import { clusterOperand } from "./cluster-operand.ts";

export const clusterMap: Command = {
  words: "cluster map",
  summary: "Says which workspace a queue of a cluster is for. Nothing is written to the cluster.",
  operands: [clusterOperand, { name: "QUEUE", help: "a ClusterQueue of it" }],
  options: {
    ...sessionOptions,
    workspace: { type: "string", value: "NAME", help: "whose quota it is (required)" },
    "local-queue": {
      type: "string",
      value: "NAMESPACE/NAME",
      help: "lets jobs of the workspace run in that namespace as it is, through that LocalQueue",
    },
  },
  async run(values, context) {
    const [cluster = "", queue = ""] = context.operands;
    const workspace = requiredText(values, "workspace");
    const localQueue = localQueueOf(textOf(values, "local-queue"));
    await asPerson(values, context, async (client) => {
      await ask(() => client.call(mapQueue, { cluster, queue, workspace, ...(localQueue ? { localQueue } : {}) }));
      context.print(`${queue} is ${workspace}'s`);
    });
  },
};

function localQueueOf(given: string | undefined): { namespace: string; name: string } | undefined {
  if (given === undefined) return undefined;
  const [namespace = "", name = "", ...more] = given.split("/");
  if (namespace === "" || name === "" || more.length > 0)
    throw new CommandError(`--local-queue: given ${JSON.stringify(given)}; allowed: NAMESPACE/NAME`);
  return { namespace, name };
}
