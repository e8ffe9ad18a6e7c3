import { getMe } from "@plumbline/contracts/access/session";
import { ProblemError } from "@plumbline/contracts/client";
import { type Command, CommandError } from "./command.ts";
import { chooseServer, clientOf, isReady, serverOptions } from "./server.ts";

export const status: Command = {
  words: "status",
  summary: "Says whether a Plumbline answers, and as whom a token speaks.",
  options: serverOptions,
  async run(values, context) {
    const server = chooseServer(values, context);
    if (!(await isReady(server))) throw new CommandError(`${server.url} answers, but cannot work now`);
    context.print(`${server.url} is ready`);
    if (server.token === undefined) return;
    const me = await clientOf(server)
      .call(getMe, {})
      .catch((error: unknown) => {
        throw error instanceof ProblemError ? new CommandError(`the token is refused: ${error.message}`, { cause: error }) : error;
      });
    context.print(`the token speaks as ${me.name} in ${me.workspaces.map(({ name }) => name).join(", ")}`);
  },
};
