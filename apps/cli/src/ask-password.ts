import { CommandError } from "./command.ts";

const interrupt = "\u0003";
const ends = new Set(["\r", "\n", "\u0004"]);
const erases = new Set(["\b", "\u007f"]);

/** Asks at the terminal, and shows nothing of what is typed. */
export async function askPassword(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) throw new CommandError("PLUMBLINE_PASSWORD is missing, and there is no terminal to ask at");
  stderr.write(question);
  stdin.setRawMode(true).setEncoding("utf8");
  try {
    return await typedLine(stdin);
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write("\n");
  }
}

function typedLine(input: NodeJS.ReadStream): Promise<string> {
  const line = Promise.withResolvers<string>();
  let typed: string[] = [];
  const take = (letter: string): void => {
    if (letter === interrupt) line.reject(new CommandError("nothing was done"));
    else if (ends.has(letter)) line.resolve(typed.join(""));
    else typed = erases.has(letter) ? typed.slice(0, -1) : [...typed, letter];
  };
  const takeAll = (chunk: string): void => [...chunk].forEach(take);
  input.on("data", takeAll);
  return line.promise.finally(() => input.off("data", takeAll));
}
