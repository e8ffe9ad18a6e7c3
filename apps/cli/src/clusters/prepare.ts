import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "@plumbline/contracts/client";
import {
  type ClusterWrite,
  getManagement,
  type PlannedManifest,
  prepareNamespace,
  previewNamespace,
} from "@plumbline/contracts/clusters/management";
import { type Command, CommandError, type Context, requiredText, textOf } from "#src/command.ts";
import { ask } from "#src/server.ts";
import { asPerson, sessionOptions } from "#src/session.ts";
import { clusterOperand } from "./cluster-operand.ts";

/** So long the workers may take to write what was asked for. */
const writingMs = 60_000;
const lookEveryMs = 500;

export const clusterPrepare: Command = {
  words: "cluster prepare",
  summary: "Prepares a namespace of a cluster for the jobs of a workspace: writes what --dry-run shows.",
  operands: [clusterOperand],
  options: {
    ...sessionOptions,
    workspace: { type: "string", value: "NAME", help: "whose jobs run there (required)" },
    namespace: { type: "string", value: "NAME", help: "namespace to make, or to take over (required)" },
    queue: { type: "string", value: "NAME", help: "ClusterQueue that its jobs go through (required where there is Kueue)" },
    "dry-run": { type: "boolean", help: "only print what would be written, as YAML" },
  },
  async run(values, context) {
    const [cluster = ""] = context.operands;
    const queue = textOf(values, "queue");
    const wish = {
      cluster,
      workspace: requiredText(values, "workspace"),
      namespace: requiredText(values, "namespace"),
      ...(queue === undefined ? {} : { queue }),
    };
    await asPerson(values, context, async (client) => {
      const { manifests, warnings } = await ask(() => client.call(previewNamespace, wish));
      for (const warning of warnings) context.say(warning);
      if (values["dry-run"]) context.print(manifests.map(documentOf).join("---\n").trimEnd());
      else await write(client, { cluster, writes: (await ask(() => client.call(prepareNamespace, wish))).writes, context });
    });
  },
};

const documentOf = ({ what, yaml }: PlannedManifest): string => `# ${what}\n${yaml}`;

/** Waits until all of it is written or refused. */
async function write(client: Client, of: { cluster: string; writes: readonly ClusterWrite[]; context: Context }): Promise<void> {
  const asked = new Set(of.writes.map(({ id }) => id));
  const deadline = Date.now() + writingMs;
  while (true) {
    const { writes } = await ask(() => client.call(getManagement, { cluster: of.cluster }));
    const ours = writes.filter(({ id }) => asked.has(id)).reverse();
    if (ours.every(({ state }) => state !== "waiting")) return tell(ours, of.context);
    if (Date.now() > deadline)
      throw new CommandError(`not written within ${writingMs / 1000} s; the portal shows under Clusters what waits`);
    await delay(lookEveryMs);
  }
}

function tell(writes: readonly ClusterWrite[], context: Context): void {
  for (const { kind, name, state, problem } of writes)
    context.print(`${state === "done" ? "written" : "refused"}: ${kind} ${name}${problem === null ? "" : `: ${problem}`}`);
  const refused = writes.filter(({ state }) => state === "failed").length;
  if (refused > 0) throw new CommandError(`the cluster refused ${refused} of ${writes.length} objects`);
}
