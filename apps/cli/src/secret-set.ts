import { text } from "node:stream/consumers";
import { putSecret, secretMaxBytes } from "@plumbline/contracts/secrets/secret";
import { askPassword } from "./ask-password.ts";
import { type Command, CommandError, textOf } from "./command.ts";
import { ask, openClient, serverOptions } from "./server.ts";

export const secretSet: Command = {
  words: "secret set",
  summary: "Makes a secret of the workspace, or gives it a new value, which is read from standard input or asked for.",
  operands: [{ name: "SECRET", help: "its name, such as lake-key" }],
  options: { ...serverOptions, description: { type: "string", value: "TEXT", help: "what it is for" } },
  async run(values, context) {
    const [secret = ""] = context.operands;
    const description = textOf(values, "description");
    // A line that a shell or an editor ends is no part of a value.
    const value = process.stdin.isTTY ? await askPassword(`Value of ${secret}: `) : (await text(process.stdin)).replace(/\r?\n$/, "");
    if (value === "") throw new CommandError("the value is empty");
    if (Buffer.byteLength(value) > secretMaxBytes) throw new CommandError(`the value has more than ${secretMaxBytes} bytes`);
    const client = await openClient(values, context, "plumb secret");
    const made = await ask(() => client.call(putSecret, { secret, value, ...(description === undefined ? {} : { description }) }));
    context.print(`${made.name}, revision ${made.revision}`);
  },
};
