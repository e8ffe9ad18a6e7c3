import { createHash } from "node:crypto";
import * as contract from "@plumbline/contracts/notifications";
import { AppError, type Ctx, command, notFound, query, sealSecret, uuidv7, workspaceOf } from "../kernel/index.ts";
import { secretPlace } from "./secret-place.ts";
import { newSecret } from "./sign-webhook.ts";
import {
  changeEndpoint,
  countEndpoints,
  deleteEndpointRow,
  type EndpointRow,
  insertEndpoint,
  listEndpointRows,
  lockEndpoint,
  replaceSecret,
} from "./store/endpoints.ts";

const endpointsMax = 50;
/** So long receivers may take to learn a new secret. */
const previousSecretMs = 24 * 3_600_000;

export const listEndpoints = query(contract.listEndpoints, async (ctx) => ({
  items: (await listEndpointRows(ctx.tx, workspaceOf(ctx).id)).map(toEndpoint),
}));

export const createEndpoint = command(contract.createEndpoint, async (ctx, given) => {
  const { url, events, description, format, isEnabled } = given;
  const workspaceId = workspaceOf(ctx).id;
  refuseUrl(ctx, url);
  refuseOwnSecret(format, given.secret);
  if ((await countEndpoints(ctx.tx, workspaceId)) >= endpointsMax) {
    throw new AppError("conflict", `The workspace has ${endpointsMax} webhook endpoints, and may have no more. Remove one first.`, {
      params: { reason: "endpoints-max" },
    });
  }
  const id = uuidv7(ctx.now.getTime());
  const { secret, sealed } = sealedSecret(ctx, id, given.secret);
  const fresh = {
    id,
    name: given.name ?? "",
    url,
    description,
    events: distinct(events),
    format,
    isEnabled,
    secret: sealed,
    createdBy: ctx.actor.id,
    createdAt: ctx.now,
  };
  const row = present(await insertEndpoint(ctx.tx, workspaceId, fresh), id);
  return { result: { endpoint: toEndpoint(row), secret }, subject: subjectOf(id), after: audited(row) };
});

export const updateEndpoint = command(contract.updateEndpoint, async (ctx, { endpointId, ...change }) => {
  const before = await lockedEndpoint(ctx, endpointId);
  if (change.url !== undefined) refuseUrl(ctx, change.url);
  refuseOwnSecret(before.format, change.secret);
  if (change.secret !== undefined) await putSecret(ctx, endpointId, change.secret);
  const after = await changeEndpoint(ctx.tx, workspaceOf(ctx).id, {
    id: endpointId,
    name: change.name ?? before.name,
    url: change.url ?? before.url,
    description: change.description ?? before.description,
    events: distinct(change.events ?? before.events),
    isEnabled: change.isEnabled ?? before.is_enabled,
    now: ctx.now,
  });
  const row = present(after, endpointId);
  const isResealed = change.secret !== undefined;
  return {
    result: toEndpoint(row),
    subject: subjectOf(endpointId),
    before: audited(before),
    after: { ...audited(row), ...(isResealed ? { isSecretReplaced: true } : {}) },
  };
});

export const deleteEndpoint = command(contract.deleteEndpoint, async (ctx, { endpointId }) => {
  const before = await lockedEndpoint(ctx, endpointId);
  await deleteEndpointRow(ctx.tx, workspaceOf(ctx).id, endpointId);
  return { result: {}, subject: subjectOf(endpointId), before: audited(before) };
});

export const rotateSecret = command(contract.rotateSecret, async (ctx, { endpointId }) => {
  await lockedEndpoint(ctx, endpointId);
  const { row, secret } = await putSecret(ctx, endpointId);
  const endpoint = toEndpoint(row);
  return {
    result: { endpoint, secret },
    subject: subjectOf(endpointId),
    after: { previousSecretUntil: endpoint.previousSecretUntil },
  };
});

async function putSecret(ctx: Ctx, endpointId: string, own?: string): Promise<{ row: EndpointRow; secret: string }> {
  const { secret, sealed } = sealedSecret(ctx, endpointId, own);
  const previousUntil = new Date(ctx.now.getTime() + previousSecretMs);
  const after = await replaceSecret(ctx.tx, workspaceOf(ctx).id, { id: endpointId, secret: sealed, previousUntil, now: ctx.now });
  return { row: present(after, endpointId), secret };
}

export async function lockedEndpoint(ctx: Ctx, endpointId: string): Promise<EndpointRow> {
  return present(await lockEndpoint(ctx.tx, workspaceOf(ctx).id, endpointId), endpointId);
}

export const subjectOf = (endpointId: string) => ({ kind: "webhook", id: endpointId });

function present(row: EndpointRow | undefined, endpointId: string): EndpointRow {
  if (!row) throw notFound("webhook endpoint", endpointId);
  return row;
}

/** Standard Webhooks wants keys of a form, which only the platform makes. */
function refuseOwnSecret(format: contract.WebhookFormat, secret: string | undefined): void {
  if (format === "mlflow" || secret === undefined) return;
  throw new AppError("invalid", "The platform makes the secrets of endpoints in the standard format. Leave the secret out.", {
    fields: [{ path: "secret", message: "only for MLflow's format" }],
  });
}

function sealedSecret(ctx: Ctx, endpointId: string, secret = newSecret()): { secret: string; sealed: string } {
  return { secret, sealed: sealSecret(ctx.deps.secretKeys, secretPlace(workspaceOf(ctx).id, endpointId), secret) };
}

const distinct = (events: readonly string[]): string[] => [...new Set(events)].sort();

/** What can be said of an address without asking the network; every attempt judges it again, with where its name leads. */
function refuseUrl(ctx: Ctx, url: string): void {
  const message = ctx.deps.outbound.whyRefused(url);
  if (message !== undefined) throw new AppError("invalid", message, { fields: [{ path: "url", message }] });
}

/** An address may hold a token in its path or query: the log tells its origin, and by a digest whether it changed. */
const audited = (row: EndpointRow) => ({
  origin: new URL(row.url).origin,
  urlDigest: createHash("sha256").update(row.url).digest("hex").slice(0, 16),
  events: row.events,
  description: row.description,
  isEnabled: row.is_enabled,
});

const toEndpoint = (row: EndpointRow): contract.WebhookEndpoint => ({
  id: row.id,
  name: row.name,
  url: row.url,
  description: row.description,
  events: row.events,
  format: row.format,
  isEnabled: row.is_enabled,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  previousSecretUntil: row.previous_secret_until?.toISOString() ?? null,
});
