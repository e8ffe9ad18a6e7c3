#!/usr/bin/env node
import { parseArgs } from "node:util";
import { type Command, CommandError, type Option, type Values } from "./command.ts";
import { demo } from "./demo.ts";
import { status } from "./status.ts";
import { tokensCreate } from "./tokens-create.ts";
import { usersResetPassword } from "./users-reset-password.ts";

const commands: readonly Command[] = [tokensCreate, usersResetPassword, demo, status];

function overview(): string {
  const width = Math.max(...commands.map(({ words }) => words.length));
  const lines = commands.map(({ words, summary }) => `  ${words.padEnd(width)}  ${summary}`);
  return `Usage: plumb <command> [options]\n\n${lines.join("\n")}\n\nplumb <command> --help says more.`;
}

function help({ words, summary, options }: Command): string {
  const flag = ([name, { value }]: [string, Option]) => `--${name}${value === undefined ? "" : ` ${value}`}`;
  const entries = Object.entries(options);
  const width = Math.max(...entries.map((entry) => flag(entry).length));
  const lines = entries.map((entry) => `  ${flag(entry).padEnd(width)}  ${entry[1].help}`);
  return `Usage: plumb ${words} [options]\n\n${summary}\n\n${lines.join("\n")}`;
}

function parse(command: Command, args: string[]): Values {
  try {
    const options = { ...command.options, help: { type: "boolean" as const } };
    return parseArgs({ args, options }).values;
  } catch (error) {
    const [said = ""] = error instanceof Error ? error.message.split(/\.? To specify|\n/) : [];
    throw new CommandError(`${said}; see plumb ${command.words} --help`, { cause: error });
  }
}

async function main(args: string[]): Promise<void> {
  const print = (text: string) => console.log(text);
  const command = commands.find(({ words }) => words.split(" ").every((word, position) => args[position] === word));
  if (!command) {
    if (args.length > 0 && !args.includes("--help")) throw new CommandError("there is no such command; plumb --help lists them");
    print(overview());
    return;
  }
  const values = parse(command, args.slice(command.words.split(" ").length));
  if (values.help) print(help(command));
  else await command.run(values, { env: process.env, print, say: (text) => console.error(`plumb: ${text}`) });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(`plumb: ${error.message}`);
  process.exitCode = 1;
}
