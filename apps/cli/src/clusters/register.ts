import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "@plumbline/contracts/client";
import { type ClusterDetail, getCluster, registerCluster, updateCluster } from "@plumbline/contracts/clusters/cluster";
import type { Input } from "@plumbline/contracts/operation";
import { type Command, CommandError, type Context, type Option, textOf, type Values } from "#src/command.ts";
import { readText } from "#src/read-yaml.ts";
import { ask } from "#src/server.ts";
import { asPerson, sessionOptions } from "#src/session.ts";
import { clusterOperand } from "./cluster-operand.ts";
import { clusterLines } from "./cluster-words.ts";

const connectionOptions = {
  kubeconfig: { type: "string", value: "FILE", help: "how it is reached" },
  context: { type: "string", value: "NAME", help: "of the kubeconfig's contexts (its current one)" },
  "in-cluster": { type: "boolean", help: "it is the one that the workers run in" },
} as const satisfies Readonly<Record<string, Option>>;

type Connection = Input<typeof registerCluster>["connection"];

/** So long it may take until the workers have read a cluster, or could not. */
const readingMs = 60_000;
const lookEveryMs = 500;

export const clusterRegister: Command = {
  words: "cluster register",
  summary: "Registers a Kubernetes cluster, reads it, and says what it holds. Nothing is written to it.",
  operands: [clusterOperand],
  options: { ...sessionOptions, ...connectionOptions },
  async run(values, context) {
    const [name = ""] = context.operands;
    const connection = await connectionOf(values);
    await asPerson(values, context, async (client) => {
      await ask(() => client.call(registerCluster, { name, connection }));
      for (const line of clusterLines(await readCluster(client, name, context))) context.print(line);
    });
  },
};

export const clusterReconnect: Command = {
  words: "cluster reconnect",
  summary: "Changes how a registered cluster is reached, such as to a new token. Settings, queues and jobs stay.",
  operands: [clusterOperand],
  options: { ...sessionOptions, ...connectionOptions },
  async run(values, context) {
    const [cluster = ""] = context.operands;
    const connection = await connectionOf(values);
    await asPerson(values, context, async (client) => {
      await ask(() => client.call(updateCluster, { cluster, connection }));
      context.print(`${cluster} is reached by ${connection.kind === "in-cluster" ? "its workers' own account" : "the new kubeconfig"}`);
    });
  },
};

async function connectionOf(values: Values): Promise<Connection> {
  const file = textOf(values, "kubeconfig");
  const chosen = textOf(values, "context");
  if ((file !== undefined) === (values["in-cluster"] === true)) throw new CommandError("give either --kubeconfig or --in-cluster");
  if (file === undefined) return { kind: "in-cluster" };
  return { kind: "kubeconfig", kubeconfig: await readText(file), ...(chosen === undefined ? {} : { context: chosen }) };
}

/** Waits until the cluster was read, or is known not to answer. */
async function readCluster(client: Client, cluster: string, context: Context): Promise<ClusterDetail> {
  const deadline = Date.now() + readingMs;
  while (true) {
    const found = await ask(() => client.call(getCluster, { cluster }));
    const isHeard = found.reading !== null || found.state === "unreachable" || found.state === "refused";
    if (isHeard) return found;
    if (Date.now() > deadline) {
      context.say(`not read within ${readingMs / 1000} s; plumb cluster show ${cluster} looks again`);
      return found;
    }
    await delay(lookEveryMs);
  }
}
