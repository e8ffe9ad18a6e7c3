import { type Command, CommandError, requiredText } from "./command.ts";
import { dataDirectory, dataOption, resetLocalPassword } from "./local.ts";

export const usersResetPassword: Command = {
  words: "users reset-password",
  summary: "Gives a person of this machine's installation a new first password and prints it, and nothing else.",
  options: {
    local: { type: "boolean", help: "of the installation that runs on this machine (required)" },
    email: { type: "string", value: "EMAIL", help: "the person's e-mail; their sessions end, a locked account is unlocked" },
    data: dataOption,
  },
  async run(values, context) {
    if (!values.local) throw new CommandError("--local is missing; elsewhere an administrator resets passwords in the portal");
    const email = requiredText(values, "email");
    context.print(await resetLocalPassword(dataDirectory(values, context), { email }));
  },
};
