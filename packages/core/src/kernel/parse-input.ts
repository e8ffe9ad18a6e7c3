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
  if (parsed.success) return parsed.data as Input<O>;
  const fields = parsed.error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  const first = fields[0];
  throw new AppError("invalid", first ? `${first.path || "The input"}: ${first.message}` : "The input is not valid.", { fields });
}
