import { mlflowEventOf } from "@plumbline/contracts/mlflow-events";
import * as contract from "@plumbline/contracts/notifications";
import { z } from "zod";
import {
  AppError,
  type Ctx,
  command,
  decodeCursor,
  encodeCursor,
  notFound,
  query,
  requestTask,
  uuidv7,
  workspaceOf,
} from "../kernel/index.ts";
import { deliverNotifications } from "./deliver.ts";
import { lockedEndpoint, subjectOf } from "./endpoints.ts";
import { mlflowBody, standardBody } from "./publish-event.ts";
import { type DeliveryRow, findDelivery, insertWebhookDeliveries, listDeliveryRows, requeueDelivery } from "./store/deliveries.ts";
import type { EndpointRow } from "./store/endpoints.ts";

const testType = "webhook.test";

export const testEndpoint = command(contract.testEndpoint, async (ctx, { endpointId, event }) => {
  const endpoint = await lockedEndpoint(ctx, endpointId);
  if (!endpoint.is_enabled) {
    throw new AppError("conflict", "The endpoint is disabled, so nothing is sent to it. Enable it first.", {
      params: { reason: "endpoint-disabled" },
    });
  }
  const id = uuidv7(ctx.now.getTime());
  const { id: workspaceId, name } = workspaceOf(ctx);
  const payload = testBody(endpoint, { event, workspace: name, now: ctx.now });
  await insertWebhookDeliveries(ctx.tx, workspaceId, { type: testType, deliveries: [{ id, endpointId, payload }], now: ctx.now });
  return {
    result: toDelivery(await readDelivery(ctx, id)),
    subject: subjectOf(endpointId),
    after: { deliveryId: id },
    tasks: [requestTask(deliverNotifications, {})],
  };
});

interface Trial {
  readonly event: string | undefined;
  readonly workspace: string;
  readonly now: Date;
}

function testBody({ id: endpointId, format, events }: EndpointRow, { event, workspace, now }: Trial): string {
  if (format === "standard") return standardBody({ type: testType, data: { workspace, endpointId } }, now);
  const shown = mlflowEventOf(event ?? events.find((type) => mlflowEventOf(type)) ?? "registry.model.create");
  if (!shown) throw new AppError("invalid", `MLflow knows no event "${event}".`, { fields: [{ path: "event", message: "unknown" }] });
  const { entity, action, example: data } = shown;
  return mlflowBody({ type: testType, mlflow: { entity, action, data, workspace } }, now) ?? "";
}

export const listDeliveries = query(contract.listDeliveries, async (ctx, { limit, cursor, ...filter }) => {
  const workspaceId = workspaceOf(ctx).id;
  const order = JSON.stringify(["deliveries", workspaceId, filter.channel, filter.endpointId, filter.state]);
  const before = cursor === undefined ? undefined : readPosition(decodeCursor(order, cursor));
  const rows = await listDeliveryRows(ctx.tx, workspaceId, { ...filter, before, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(toDelivery), nextCursor: rows.length > limit && last ? encodeCursor(order, [last.id]) : null };
});

/** Under the same id, by which its receiver knows it: one that has it already may pass it over. */
export const replayDelivery = command(contract.replayDelivery, async (ctx, { deliveryId }) => {
  const before = await readDelivery(ctx, deliveryId);
  await requeueDelivery(ctx.tx, workspaceOf(ctx).id, { id: deliveryId, now: ctx.now });
  return {
    result: toDelivery(await readDelivery(ctx, deliveryId)),
    subject: { kind: "delivery", id: deliveryId },
    before: { state: before.state, attempts: before.attempts },
    after: { state: "queued", attempts: 0, channel: before.channel, endpointId: before.endpoint_id, kind: before.kind },
    tasks: [requestTask(deliverNotifications, {})],
  };
});

/** One delivery as it is now. */
export const getDelivery = query(contract.getDelivery, async (ctx, { deliveryId }) => toDelivery(await readDelivery(ctx, deliveryId)));

async function readDelivery(ctx: Ctx, id: string): Promise<DeliveryRow> {
  const row = await findDelivery(ctx.tx, workspaceOf(ctx).id, id);
  if (!row) throw notFound("delivery", id);
  return row;
}

function readPosition(given: unknown[]): string {
  const position = z.tuple([z.uuid()]).safeParse(given);
  if (!position.success) throw new AppError("invalid", "The page cursor does not belong to this list. Start again without it.");
  return position.data[0];
}

const toDelivery = (row: DeliveryRow): contract.Delivery => ({
  id: row.id,
  channel: row.channel,
  endpointId: row.endpoint_id,
  target: row.target ?? "",
  kind: row.kind,
  state: row.state,
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
  lastStatus: row.last_status,
  lastError: row.last_error,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
});
