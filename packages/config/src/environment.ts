import type { z } from "zod";
import { notes } from "./variables.ts";

/** As `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment does not fit. Its message has one line for each variable: its name, what was given, what is allowed. */
export class ConfigError extends Error {
  override name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
    // Shown as it is by a process that does not start: where it was thrown helps nobody.
    this.stack = this.message;
  }
}

/** Parses what `schema` names out of the environment; an empty variable counts as not set. */
export function readEnvironment<S extends z.ZodObject>(schema: S, env: Environment): z.output<S> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const names = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  throw new ConfigError([...names].map((name) => problem(schema, name, given[name])));
}

function problem(schema: z.ZodObject, name: string, value: string | undefined): string {
  const variable = schema.shape[name];
  const note = variable && notes.get(variable);
  return `${name}: ${shown(value, note?.isSecret ?? true)}; allowed: ${note?.allowed ?? "nothing"}`;
}

function shown(value: string | undefined, isSecret: boolean): string {
  if (value === undefined) return "not set";
  return isSecret ? `given a value of ${value.length} characters (hidden)` : `given ${JSON.stringify(value)}`;
}
