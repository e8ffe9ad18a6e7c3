import { AppError, requestTask, type TaskRequest, uuidv7 } from "../kernel/index.ts";
import { deliverNotifications } from "./deliver.ts";
import { patternsOf } from "./event-pattern.ts";
import type { Writing } from "./notify.ts";
import { insertWebhookDeliveries } from "./store/deliveries.ts";
import { findListeners } from "./store/endpoints.ts";

/** Something that happened, for whoever listens outside. */
export interface PublishedEvent {
  /** Two to five lower-case words with dots, as audit actions are named: `approvals.request.approve`. */
  readonly type: string;
  /** What receivers get as `data`: JSON, without secrets. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The same event as MLflow names it; endpoints of that format get only events that have one. */
  readonly mlflow?: MlflowBody;
}

export interface MlflowBody {
  readonly entity: string;
  readonly action: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The workspace's name, as MLflow's servers with workspaces tell it. */
  readonly workspace: string;
}

/** Receivers of webhooks rarely take more. */
export const payloadMaxBytes = 256 * 1024;

/**
 * Writes an event into the outbox of every enabled endpoint that listens to it, in the caller's transaction: what is rolled
 * back is never sent. Returns the tasks that send it, for the outcome of a command; without them it is sent within half a
 * minute.
 */
export async function publishEvent(writing: Writing, workspaceId: number, event: PublishedEvent): Promise<readonly TaskRequest[]> {
  const { tx, now } = writing;
  const listeners = await findListeners(tx, workspaceId, patternsOf(event.type));
  const bodies = { standard: standardBody(event, now), mlflow: mlflowBody(event, now) };
  const deliveries = listeners.flatMap(({ id: endpointId, format }) => {
    const payload = bodies[format];
    return payload === undefined ? [] : [{ id: uuidv7(now.getTime()), endpointId, payload }];
  });
  if (deliveries.length === 0) return [];
  await insertWebhookDeliveries(tx, workspaceId, { type: event.type, deliveries, now });
  return [requestTask(deliverNotifications, {})];
}

export const standardBody = ({ type, data }: PublishedEvent, now: Date): string =>
  bounded(type, { type, timestamp: now.toISOString(), data });

export const mlflowBody = ({ type, mlflow }: Pick<PublishedEvent, "type" | "mlflow">, now: Date): string | undefined => {
  if (!mlflow) return undefined;
  const { entity, action, data, workspace } = mlflow;
  return bounded(type, { entity, action, timestamp: now.toISOString(), data, workspace });
};

function bounded(type: string, payload: unknown): string {
  const body = JSON.stringify(payload);
  const size = Buffer.byteLength(body);
  if (size > payloadMaxBytes) throw new AppError("internal", `The event "${type}" has ${size} bytes; ${payloadMaxBytes} are allowed.`);
  return body;
}
