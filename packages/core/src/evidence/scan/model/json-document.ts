import { MalformedError } from "../scan-errors.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new MalformedError("it is not JSON", { cause: error });
  }
}

/** Every object in a document, however deep. */
export function* objectsIn(document: unknown): Generator<JsonObject> {
  const open: unknown[] = [document];
  while (open.length > 0) {
    const value = open.pop();
    if (isObject(value)) yield value;
    if (typeof value !== "object" || value === null) continue;
    for (const inner of Object.values(value)) if (typeof inner === "object") open.push(inner);
  }
}
