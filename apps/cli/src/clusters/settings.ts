import { getCluster, updateCluster } from "@plumbline/contracts/clusters/cluster";
import { ClusterSettings } from "@plumbline/contracts/clusters/settings";
import { stringify } from "yaml";
import { type Command, textOf } from "#src/command.ts";
import { readYaml } from "#src/read-yaml.ts";
import { ask } from "#src/server.ts";
import { asPerson, sessionOptions } from "#src/session.ts";
import { clusterOperand } from "./cluster-operand.ts";

export const clusterSettings: Command = {
  words: "cluster settings",
  summary: "Prints how jobs run on a cluster, or sets it from a file. Nothing is written to the cluster.",
  operands: [clusterOperand],
  options: {
    ...sessionOptions,
    file: {
      type: "string",
      short: "f",
      value: "FILE",
      help: "settings as this prints them, YAML or JSON; what is left out gets its default",
    },
  },
  async run(values, context) {
    const [cluster = ""] = context.operands;
    const file = textOf(values, "file");
    const settings = file === undefined ? undefined : await readYaml(file, ClusterSettings);
    await asPerson(values, context, async (client) => {
      if (settings) await ask(() => client.call(updateCluster, { cluster, settings }));
      const found = await ask(() => client.call(getCluster, { cluster }));
      context.print(stringify(found.settings).trimEnd());
    });
  },
};
