import { shownValue } from "./field-values.ts";

/** An input of a spec in words, whatever was written: `loans, version 3`. */
export function inputText(input: unknown): { name: string; path: unknown } {
  if (typeof input !== "object" || input === null) return { name: shownValue(input) || "something that is no input", path: undefined };
  const { dataset, model, run, artifact, version, path } = input as Record<string, unknown>;
  if (run !== undefined) return { name: `${shownValue(artifact) || "a file"} of run ${shownValue(run).slice(0, 8)}`, path };
  const name = shownValue(dataset ?? model) || "an input without a name";
  const kind = dataset === undefined && model !== undefined ? "model " : "";
  return { name: `${kind}${name}${version === undefined ? "" : `, version ${shownValue(version)}`}`, path };
}

/** Where something is laid unless one says otherwise: below its kind, by its name as a directory can be called. */
export const usualPath = (kind: "data" | "models" | "files", name: string): string =>
  `${kind}/${
    name
      .split("/")
      .filter(Boolean)
      .at(-1)
      ?.replaceAll(/[^\w.-]+/g, "-") ?? "input"
  }`;
