import type { Input, Operation } from "@plumbline/contracts/operation";
import { z } from "zod";
import { AppError } from "./app-error.ts";

const schemas = new WeakMap<Operation, z.ZodObject>();

function inputSchema(operation: Operation): z.ZodObject {
  let schema = schemas.get(operation);
  if (!schema) {
    schema = z.strictObject({ ...operation.params?.shape, ...operation.query?.shape, ...operation.body?.shape });
    schemas.set(operation, schema);
  }
  return schema;
}

/** Parses merged params, query and body; throws `invalid` naming each refused field. */
export function parseInput<O extends Operation>(operation: O, raw: unknown): Input<O> {
  const parsed = inputSchema(operation).safeParse(raw);
  if (parsed.success) {
    refuseHalfCharacters(parsed.data, []);
    return parsed.data as Input<O>;
  }
  const fields = parsed.error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  const first = fields[0];
  throw new AppError("invalid", first ? `${first.path || "The input"}: ${first.message}` : "The input is not valid.", { fields });
}

/** Half of a UTF-16 pair is no character: it can neither be stored nor be part of an audit event's canonical form. */
function refuseHalfCharacters(value: unknown, path: readonly string[]): void {
  if (typeof value === "string" && !value.isWellFormed()) throw halfCharacter(path);
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (!key.isWellFormed()) throw halfCharacter(path);
    refuseHalfCharacters(member, [...path, key]);
  }
}

function halfCharacter(path: readonly string[]): AppError {
  const place = path.join(".");
  const message = "holds half of a character: a UTF-16 surrogate without its pair";
  return new AppError("invalid", `${place || "The input"} ${message}.`, {
    fields: [{ path: place, message }],
    params: { reason: "unstorable-text" },
  });
}
