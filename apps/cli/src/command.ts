import type { ParseArgsOptionDescriptor } from "node:util";

/** Ends the program with one line for the person who typed the command. */
export class CommandError extends Error {
  override name = "CommandError";
}

/** Values of a command's options, as parseArgs gives them. */
export type Values = Readonly<Record<string, string | boolean | undefined>>;

/** An option with its line in the help text; `value` names what it takes. */
export interface Option extends ParseArgsOptionDescriptor {
  readonly type: "string" | "boolean";
  readonly help: string;
  readonly value?: string;
}

/** What a command may use of the world around it. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What was given for the command's operands, in their order. */
  readonly operands: readonly string[];
  /** The result, which scripts read. */
  readonly print: (text: string) => void;
  /** What is going on, for people. */
  readonly say: (text: string) => void;
}

/** What follows the words of a command, such as a model's name. The last one may stand for several. */
export interface Operand {
  readonly name: string;
  readonly help: string;
  readonly isMany?: boolean;
}

/** One command of `plumb`. */
export interface Command {
  readonly words: string;
  readonly summary: string;
  readonly operands?: readonly Operand[];
  readonly options: Readonly<Record<string, Option>>;
  readonly run: (values: Values, context: Context) => Promise<void>;
}

/** The value of an option that takes text. */
export function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The value of an option that the command cannot do without. */
export function requiredText(values: Values, name: string): string {
  const value = textOf(values, name);
  if (value === undefined) throw new CommandError(`--${name} is missing`);
  return value;
}
