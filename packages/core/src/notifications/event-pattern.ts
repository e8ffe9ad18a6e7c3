import { AppError } from "../kernel/index.ts";

/** Two to five words with dots: `noun.object.verb`, as audit actions are named. */
const eventType = /^[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*){1,4}$/;
const typeMax = 100;

/** Every pattern that an event's type fits: itself, `*`, and `.*` after each of its beginnings. */
export function patternsOf(type: string): string[] {
  if (type.length > typeMax || !eventType.test(type)) {
    throw new AppError("internal", `"${type}" is no type of an event: it has two to five lower-case words with dots between them.`);
  }
  const words = type.split(".");
  const beginnings = words.slice(0, -1).map((_, index) => `${words.slice(0, index + 1).join(".")}.*`);
  return ["*", ...beginnings, type];
}
