import { type Command, CommandError, requiredText, textOf } from "./command.ts";
import { createLocalToken, dataDirectory, dataOption } from "./local.ts";

export const tokensCreate: Command = {
  words: "tokens create",
  summary: "Makes an administrator's token of this machine's installation and prints it, and nothing else.",
  options: {
    local: { type: "boolean", help: "of the installation that runs on this machine (required)" },
    name: { type: "string", value: "NAME", help: "name by which the token is listed" },
    workspace: { type: "string", value: "NAME", help: "workspace it belongs to (the default one)" },
    data: dataOption,
  },
  async run(values, context) {
    if (!values.local) throw new CommandError("--local is missing; elsewhere tokens are made in the portal");
    const workspace = textOf(values, "workspace");
    const name = requiredText(values, "name");
    context.print(await createLocalToken(dataDirectory(values, context), { name, ...(workspace === undefined ? {} : { workspace }) }));
  },
};
