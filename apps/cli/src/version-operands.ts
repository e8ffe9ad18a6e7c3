import { CommandError, type Operand } from "./command.ts";

export const versionOperands: readonly Operand[] = [
  { name: "NAME", help: "name of the model" },
  { name: "VERSION", help: "number of the version" },
];

export function versionOf([model = "", text = ""]: readonly string[]): { model: string; version: number } {
  const version = Number(text);
  if (!/^\d+$/.test(text) || version < 1) throw new CommandError(`VERSION: given "${text}"; allowed: a number such as 3`);
  return { model, version };
}
