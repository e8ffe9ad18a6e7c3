import { readFile } from "node:fs/promises";
import { CommandError, type Operand } from "#src/command.ts";

export const fileOperand: Operand = { name: "FILE", help: "policy file in YAML; several are taken in their order", isMany: true };

export interface PolicyFile {
  readonly path: string;
  readonly source: string;
}

export function readPolicyFiles(paths: readonly string[]): Promise<PolicyFile[]> {
  return Promise.all(
    paths.map(async (path) => {
      const source = await readFile(path, "utf8").catch((error: unknown) => {
        throw new CommandError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      });
      return { path, source };
    }),
  );
}
