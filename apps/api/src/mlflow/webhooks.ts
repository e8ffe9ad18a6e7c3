import { setTimeout as pause } from "node:timers/promises";
import * as contract from "@plumbline/contracts/notifications";
import { notFound } from "@plumbline/core/kernel";
import * as core from "@plumbline/core/notifications";
import { encodePage } from "./encode.ts";
import { int, list, oneOf, required, text } from "./fields.ts";
import { type Call, type MlflowRoute, route } from "./route.ts";
import { pythonRepr, refused } from "./texts.ts";
import { encodeEvents, eventFields, eventTypeOf } from "./webhook-events.ts";

const path = "webhooks/:webhook_id" as const;
const status = oneOf({ ACTIVE: 1, DISABLED: 2 });
const events = list(eventFields);

const encode = (endpoint: contract.WebhookEndpoint) => ({
  webhook_id: endpoint.id,
  name: endpoint.name,
  description: endpoint.description || undefined,
  url: endpoint.url,
  events: encodeEvents(endpoint.events),
  status: endpoint.isEnabled ? "ACTIVE" : "DISABLED",
  creation_timestamp: Date.parse(endpoint.createdAt),
  last_updated_timestamp: Date.parse(endpoint.updatedAt),
});

function checkName(name: string): void {
  if (/^(?=.{1,63}$)[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(name)) return;
  const rule =
    "It must start and end with a letter or digit, be less than 63 characters long, and contain only letters, digits, dots (.), underscores (_), and hyphens (-).";
  throw refused(`Webhook name ${pythonRepr(name)} is invalid. ${rule}`);
}

/** Endpoints of the platform's own format are not for clients of MLflow: they could not say what those listen to. */
async function ofMlflow({ deps, caller }: Call): Promise<contract.WebhookEndpoint[]> {
  const { items } = await core.listEndpoints(deps, caller, {});
  return items.filter(({ format }) => format === "mlflow");
}

async function known(call: Call): Promise<contract.WebhookEndpoint> {
  const id = call.params.webhook_id ?? "";
  const found = (await ofMlflow(call)).find((endpoint) => endpoint.id === id);
  if (!found) throw notFound("webhook endpoint", id);
  return found;
}

const create = route(
  {
    method: "POST",
    path: "webhooks",
    operation: contract.createEndpoint,
    fields: { name: required(text), url: required(text), events: required(events), description: text, secret: text, status },
  },
  async ({ deps, caller }, input) => {
    checkName(input.name);
    if (input.events.length === 0) throw refused("Webhook events must be a non-empty list of WebhookEvent objects: [].");
    const { endpoint } = await core.createEndpoint(deps, caller, {
      format: "mlflow",
      name: input.name,
      url: input.url,
      events: input.events.map(eventTypeOf),
      description: input.description ?? "",
      isEnabled: input.status !== "DISABLED",
      ...(input.secret ? { secret: input.secret } : {}),
    });
    return { webhook: encode(endpoint) };
  },
);

const sizeDefault = 100;
const sizeMax = 1000;

/** A workspace has fewer endpoints than the smallest page that anybody asks for. */
const all = route(
  { method: "GET", path: "webhooks", operation: contract.listEndpoints, fields: { max_results: int, page_token: text } },
  async (call, input) => {
    const size = input.max_results || sizeDefault;
    if (size < 1 || size > sizeMax) throw refused("max_results must be between 1 and 1000.");
    const start = startOf(input.page_token);
    const newestFirst = (await ofMlflow(call)).toReversed();
    const next = start + size < newestFirst.length ? Buffer.from(JSON.stringify({ offset: start + size })).toString("base64") : null;
    return encodePage("webhooks", newestFirst.slice(start, start + size).map(encode), next);
  },
);

function startOf(token: string | undefined): number {
  if (!token) return 0;
  const offset = /^\{"offset":\s*(\d{1,6})\}$/.exec(Buffer.from(token, "base64").toString())?.[1];
  if (offset === undefined) throw refused("Invalid page token, could not base64-decode");
  return Number(offset);
}

const get = route({ method: "GET", path, operation: contract.listEndpoints, fields: {} }, async (call) => ({
  webhook: encode(await known(call)),
}));

const update = route(
  {
    method: "PATCH",
    path,
    operation: contract.updateEndpoint,
    fields: { name: text, description: text, url: text, events, secret: text, status },
  },
  async (call, input) => {
    if (input.name) checkName(input.name);
    const types = input.events.map(eventTypeOf);
    const { id: endpointId } = await known(call);
    const changed = await core.updateEndpoint(call.deps, call.caller, {
      endpointId,
      ...(input.name ? { name: input.name } : {}),
      ...(input.url ? { url: input.url } : {}),
      ...(input.description === undefined ? {} : { description: input.description }),
      ...(types.length > 0 ? { events: types } : {}),
      ...(input.secret ? { secret: input.secret } : {}),
      ...(input.status ? { isEnabled: input.status === "ACTIVE" } : {}),
    });
    return { webhook: encode(changed) };
  },
);

const remove = route({ method: "DELETE", path, operation: contract.deleteEndpoint, fields: {} }, async (call) => {
  const { id: endpointId } = await known(call);
  await core.deleteEndpoint(call.deps, call.caller, { endpointId });
});

const attemptMs = 20_000;
const lookMs = 100;

const test = route(
  { method: "POST", path: `${path}/test`, operation: contract.testEndpoint, fields: { event: eventFields } },
  async (call, input) => {
    const { id: endpointId } = await known(call);
    const event = input.event ? { event: eventTypeOf(input.event) } : {};
    const { id: deliveryId } = await core.testEndpoint(call.deps, call.caller, { endpointId, ...event });
    return { result: encodeResult(await attempted(call, deliveryId)) };
  },
);

/** The delivery after its first attempt, which is somebody else's; or as it is when that takes longer than any attempt lasts. */
async function attempted({ deps, caller }: Call, deliveryId: string): Promise<contract.Delivery> {
  const deadline = Date.now() + attemptMs;
  while (true) {
    const delivery = await core.getDelivery(deps, caller, { deliveryId });
    if (delivery.state !== "queued" || Date.now() > deadline) return delivery;
    await pause(lookMs);
  }
}

function encodeResult({ id, state, lastStatus, lastError }: contract.Delivery) {
  const waits = `The delivery ${id} has not been attempted yet; it waits in the outbox.`;
  return {
    success: state === "sent",
    response_status: lastStatus ?? undefined,
    error_message: state === "sent" ? undefined : (lastError ?? waits),
  };
}

export const webhookRoutes: readonly MlflowRoute[] = [create, all, get, update, remove, test];
