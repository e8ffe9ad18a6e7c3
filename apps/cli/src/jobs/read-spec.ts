import { readFile } from "node:fs/promises";
import { JobSpec, jobLimits, type WrittenSpec } from "@plumbline/contracts/jobs/spec";
import { LineCounter, parseDocument } from "yaml";
import { CommandError } from "#src/command.ts";

/** A job's spec from a file of YAML or JSON; what is wrong is told with its line. */
export async function readSpec(file: string): Promise<WrittenSpec> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new CommandError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  return parseSpec(file, text);
}

/** Parses and checks a spec, so that mistakes are told before anything is uploaded. */
export function parseSpec(file: string, text: string): WrittenSpec {
  if (Buffer.byteLength(text) > jobLimits.specBytes) throw new CommandError(`${file} is larger than ${jobLimits.specBytes} bytes`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [broken] = document.errors;
  if (broken) throw new CommandError(`${place(broken.pos[0])}: ${broken.message}`);
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  const parsed = JobSpec.safeParse(value);
  if (parsed.success) return value as WrittenSpec;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const keys = path.map((key) => (typeof key === "symbol" ? String(key) : key));
    return `${place(offsetOf(document, keys))}: ${keys.join(".") || "the spec"}: ${message}`;
  });
  throw new CommandError(problems.join("\n"));
}

/** Where the deepest part of a path that is there begins. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly (string | number)[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    if (typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)) return Number(node.range[0]);
  }
  return document.contents?.range?.[0] ?? 0;
}
