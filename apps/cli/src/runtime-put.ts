import { putRuntime, RuntimeBody } from "@plumbline/contracts/jobs/runtime";
import { type Command, requiredText } from "./command.ts";
import { readYaml } from "./read-yaml.ts";
import { ask } from "./server.ts";
import { asPerson, sessionOptions } from "./session.ts";

export const runtimePut: Command = {
  words: "runtime put",
  summary: "Makes a training runtime, or its next version, and prints it as specs name it.",
  operands: [{ name: "RUNTIME", help: "its name, such as torch" }],
  options: {
    ...sessionOptions,
    file: {
      type: "string",
      short: "f",
      value: "FILE",
      help: "image with its digest, packages, accelerators, env; YAML or JSON (required)",
    },
  },
  async run(values, context) {
    const [runtime = ""] = context.operands;
    const body = await readYaml(requiredText(values, "file"), RuntimeBody);
    await asPerson(values, context, async (client) => {
      const { name, version } = await ask(() => client.call(putRuntime, { runtime, ...body }));
      context.print(`${name}@${version}`);
    });
  },
};
