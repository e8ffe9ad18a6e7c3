import { mlflowEvents } from "@plumbline/contracts/mlflow-events";
import { message, oneOf } from "./fields.ts";
import { pythonList, refused } from "./texts.ts";

const entities = {
  REGISTERED_MODEL: 1,
  MODEL_VERSION: 2,
  MODEL_VERSION_TAG: 3,
  MODEL_VERSION_ALIAS: 4,
  PROMPT: 5,
  PROMPT_VERSION: 6,
  PROMPT_TAG: 7,
  PROMPT_VERSION_TAG: 8,
  PROMPT_ALIAS: 9,
} as const;
const actions = { CREATED: 1, UPDATED: 2, DELETED: 3, SET: 4 } as const;

/** An event as clients write it. */
export const eventFields = message({ entity: oneOf(entities), action: oneOf(actions) });

interface Named {
  readonly entity: keyof typeof entities | undefined;
  readonly action: keyof typeof actions | undefined;
}

/** The platform's name of an event. */
export function eventTypeOf({ entity, action }: Named): string {
  if (!entity || !action) throw refused("An event of a webhook names an entity and an action of the registry.");
  const of = mlflowEvents.filter((event) => event.entity === entity.toLowerCase());
  const found = of.find((event) => event.action === action.toLowerCase());
  if (found) return found.type;
  const valid = pythonList(of.map((event) => event.action).sort());
  throw refused(`Invalid action '${action.toLowerCase()}' for entity '${entity.toLowerCase()}'. Valid actions are: ${valid}`);
}

/** The events that an endpoint listens to, as clients read them; those that MLflow has no name for are left out. */
export function encodeEvents(patterns: readonly string[]): { entity: string; action: string }[] {
  const heard = mlflowEvents.filter(({ type }) => patterns.some((pattern) => isHeard(pattern, type)));
  return heard.map(({ entity, action }) => ({ entity: entity.toUpperCase(), action: action.toUpperCase() }));
}

const isHeard = (pattern: string, type: string): boolean =>
  pattern === "*" || pattern === type || (pattern.endsWith(".*") && type.startsWith(pattern.slice(0, -1)));
