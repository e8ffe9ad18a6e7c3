import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { CommandError } from "./command.ts";

/** A schema of the contracts, as far as it is used here. */
interface Schema<T> {
  safeParse(
    value: unknown,
  ): { success: true; data: T } | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
}

/** A file's text. */
export function readText(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: unknown) => {
    throw new CommandError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
}

/** What a file of YAML or JSON says, checked and with what it leaves out filled in. */
export async function readYaml<T>(file: string, schema: Schema<T>): Promise<T> {
  const parsed = schema.safeParse(parseText(file, await readText(file)));
  if (parsed.success) return parsed.data;
  throw new CommandError(
    parsed.error.issues.map(({ path, message }) => `${file}: ${path.join(".") || "all of it"}: ${message}`).join("\n"),
  );
}

function parseText(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new CommandError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
