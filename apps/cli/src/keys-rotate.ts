import { type Command, CommandError } from "./command.ts";
import { dataDirectory, dataOption, rotateLocalKey } from "./local.ts";

export const keysRotate: Command = {
  words: "keys rotate",
  summary: "Makes a new key that signs models from now on and prints its fingerprint; what was signed stays checkable.",
  options: {
    local: { type: "boolean", help: "of the installation that runs on this machine (required)" },
    data: dataOption,
  },
  async run(values, context) {
    if (!values.local) {
      throw new CommandError("--local is missing; elsewhere whoever runs the api rotates them: docs/guides/verify-a-model.md");
    }
    context.print(await rotateLocalKey(dataDirectory(values, context)));
  },
};
