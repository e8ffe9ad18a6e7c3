import { z } from "zod";
import { operation, reading } from "./operation.ts";
import { Empty, Instant, PageQuery, pageOf } from "./page.ts";

/** What a message is about, as far as people choose what reaches them by e-mail. */
export const NotificationGroup = z.enum(["votes", "mentions", "outcomes", "reminders", "runs"]);
export type NotificationGroup = z.infer<typeof NotificationGroup>;

/** A message in somebody's inbox. `link` is a path of the portal. */
export const Notification = z.object({
  id: z.uuid(),
  kind: z.string(),
  group: NotificationGroup,
  title: z.string(),
  body: z.string(),
  link: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  createdAt: Instant,
  readAt: Instant.nullable(),
});
export type Notification = z.infer<typeof Notification>;

/** Unread messages, counted up to 1000. */
const UnreadCount = z.int().min(0).max(1000);

export const listNotifications = operation({
  id: "notifications.listNotifications",
  method: "GET",
  path: "/notifications",
  summary: "Lists the caller's inbox, newest first. A service account has none.",
  query: PageQuery.extend({ unread: z.stringbool().default(false) }),
  response: pageOf(Notification).extend({ unreadCount: UnreadCount }),
  permission: "notification:self",
  audit: reading,
});

const ownInbox = { none: "an inbox is its owner's alone, and decides nothing" } as const;

export const markRead = operation({
  id: "notifications.markRead",
  method: "POST",
  path: "/notifications/read",
  summary: "Marks messages of the caller's inbox as read: those of `ids`, or all.",
  body: z.object({ ids: z.array(z.uuid()).min(1).max(1000).optional(), all: z.literal(true).optional() }),
  response: z.object({ marked: z.int(), unreadCount: UnreadCount }),
  permission: "notification:self",
  audit: ownInbox,
});

/** Whether messages of each group reach their recipient by e-mail too. */
export const EmailPreferences = z.object({
  votes: z.boolean(),
  mentions: z.boolean(),
  outcomes: z.boolean(),
  reminders: z.boolean(),
  runs: z.boolean().default(true),
});

/** Whoever made a run that took at least so long is told of its end. */
export const longRunMinutes = 10;

/** What whoever made a run is told of it at all, each once for a run: that it failed, that it ended after long, that it logged NaN. */
export const RunPreferences = z.object({ failed: z.boolean(), ended: z.boolean(), nan: z.boolean() });
export type RunPreferences = z.infer<typeof RunPreferences>;

/** `isEmailConfigured` is false where the platform has no mail server: then nobody gets e-mail, whatever they choose. */
export const NotificationPreferences = z.object({ email: EmailPreferences, runs: RunPreferences, isEmailConfigured: z.boolean() });
export type NotificationPreferences = z.infer<typeof NotificationPreferences>;

export const getPreferences = operation({
  id: "notifications.getPreferences",
  method: "GET",
  path: "/notifications/preferences",
  summary: "Returns what reaches the caller by e-mail, and what they are told of their runs.",
  response: NotificationPreferences,
  permission: "notification:self",
  audit: reading,
});

export const setPreferences = operation({
  id: "notifications.setPreferences",
  method: "PUT",
  path: "/notifications/preferences",
  summary: "Chooses what reaches the caller by e-mail, and what they are told of their runs.",
  /** What is left out stays as it is. */
  body: z.object({ email: EmailPreferences.optional(), runs: RunPreferences.optional() }),
  response: NotificationPreferences,
  permission: "notification:self",
  audit: ownInbox,
});

/** An event's name (`approvals.request.approve`), the beginning of names (`approvals.*`), or every event (`*`). */
export const EventPattern = z
  .string()
  .max(100)
  .regex(/^(?:\*|[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)*(?:\.\*)?)$/, 'an event such as "approvals.request.approve", "approvals.*", or "*"');

/** How bodies are laid out and signed: as Standard Webhooks says, or as MLflow does. */
export const WebhookFormat = z.enum(["standard", "mlflow"]);
export type WebhookFormat = z.infer<typeof WebhookFormat>;

export const WebhookEndpoint = z.object({
  id: z.uuid(),
  /** What a client of MLflow calls it; empty for others. */
  name: z.string(),
  url: z.string(),
  description: z.string(),
  events: z.array(z.string()),
  format: WebhookFormat,
  isEnabled: z.boolean(),
  createdAt: Instant,
  updatedAt: Instant,
  /** Until then signatures of the secret before are sent beside those of the present one. */
  previousSecretUntil: Instant.nullable(),
});
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;

const EndpointRef = z.object({ endpointId: z.uuid() });
const Url = z.string().trim().min(1).max(2000);
const Events = z.array(EventPattern).min(1).max(50);
const Description = z.string().trim().max(500);
/** 1 to 63 letters, digits, dots, underscores and hyphens, a letter or digit at both ends. */
const EndpointName = z.string().regex(/^(?=.{1,63}$)[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i, "1 to 63 letters, digits, . _ or -");
/** A secret that the receiver chose; MLflow's clients do. */
const OwnSecret = z.string().min(1).max(1000);
/** The secret is in this answer and nowhere else. */
const EndpointWithSecret = z.object({ endpoint: WebhookEndpoint, secret: z.string() });

export const listEndpoints = operation({
  id: "notifications.listEndpoints",
  method: "GET",
  path: "/webhooks",
  summary: "Lists the workspace's webhook endpoints.",
  response: z.object({ items: z.array(WebhookEndpoint) }),
  permission: "webhook:manage",
  audit: reading,
});

export const createEndpoint = operation({
  id: "notifications.createEndpoint",
  method: "POST",
  path: "/webhooks",
  summary: "Makes a webhook endpoint. The secret that signs what it gets is in this answer and nowhere else.",
  body: z.object({
    url: Url,
    events: Events,
    description: Description.default(""),
    format: WebhookFormat.default("standard"),
    name: EndpointName.optional(),
    isEnabled: z.boolean().default(true),
    /** Only where the format is MLflow's; made by the platform when left out. */
    secret: OwnSecret.optional(),
  }),
  response: EndpointWithSecret,
  permission: "webhook:manage",
  audit: "notifications.webhook.create",
});

export const updateEndpoint = operation({
  id: "notifications.updateEndpoint",
  method: "PATCH",
  path: "/webhooks/:endpointId",
  summary: "Changes a webhook endpoint. While it is disabled nothing is written for it, and what was written waits.",
  params: EndpointRef,
  body: z.object({
    url: Url.optional(),
    events: Events.optional(),
    description: Description.optional(),
    isEnabled: z.boolean().optional(),
    name: EndpointName.optional(),
    /** Takes the place of the present one at once. Only where the format is MLflow's. */
    secret: OwnSecret.optional(),
  }),
  response: WebhookEndpoint,
  permission: "webhook:manage",
  audit: "notifications.webhook.update",
});

export const deleteEndpoint = operation({
  id: "notifications.deleteEndpoint",
  method: "DELETE",
  path: "/webhooks/:endpointId",
  summary: "Removes a webhook endpoint with its deliveries.",
  params: EndpointRef,
  response: Empty,
  permission: "webhook:manage",
  audit: "notifications.webhook.delete",
});

export const rotateSecret = operation({
  id: "notifications.rotateSecret",
  method: "POST",
  path: "/webhooks/:endpointId/secret",
  summary: "Makes a new secret, in this answer and nowhere else. For a day deliveries are signed by both.",
  params: EndpointRef,
  response: EndpointWithSecret,
  permission: "webhook:manage",
  audit: "notifications.webhook.rotate",
});

export const DeliveryChannel = z.enum(["email", "webhook"]);
/** `failed`: the last attempt did not succeed, another follows. `dead`: none follows, unless it is replayed. */
export const DeliveryState = z.enum(["queued", "sent", "failed", "dead"]);

/** One message on its way out. `id` is the `webhook-id` of the request, the same for every attempt. */
export const Delivery = z.object({
  id: z.uuid(),
  channel: DeliveryChannel,
  endpointId: z.uuid().nullable(),
  /** The endpoint's address, or the recipient's. */
  target: z.string(),
  /** The event's name, or the message's kind. */
  kind: z.string(),
  state: DeliveryState,
  attempts: z.int(),
  nextAttemptAt: Instant.nullable(),
  /** HTTP status or SMTP reply code of the last attempt. */
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

export const testEndpoint = operation({
  id: "notifications.testEndpoint",
  method: "POST",
  path: "/webhooks/:endpointId/test",
  summary: "Sends the event `webhook.test` to an endpoint, whatever events it listens to; one in MLflow's format gets an example.",
  params: EndpointRef,
  /** Which event the example is of; the first that the endpoint listens to when left out. */
  body: z.object({ event: z.string().max(100).optional() }),
  response: Delivery,
  permission: "webhook:manage",
  audit: "notifications.webhook.test",
});

export const listDeliveries = operation({
  id: "notifications.listDeliveries",
  method: "GET",
  path: "/deliveries",
  summary: "Lists what was sent out of the workspace in the last 30 days, and what waits, newest first.",
  query: PageQuery.extend({
    channel: DeliveryChannel.optional(),
    endpointId: z.uuid().optional(),
    state: DeliveryState.optional(),
  }),
  response: pageOf(Delivery),
  permission: "webhook:manage",
  audit: reading,
});

export const getDelivery = operation({
  id: "notifications.getDelivery",
  method: "GET",
  path: "/deliveries/:deliveryId",
  summary: "Returns a delivery.",
  params: z.object({ deliveryId: z.uuid() }),
  response: Delivery,
  permission: "webhook:manage",
  audit: reading,
});

export const replayDelivery = operation({
  id: "notifications.replayDelivery",
  method: "POST",
  path: "/deliveries/:deliveryId/replay",
  summary: "Sends a delivery again, under the same id, as if it were new.",
  params: z.object({ deliveryId: z.uuid() }),
  response: Delivery,
  permission: "webhook:manage",
  audit: "notifications.delivery.replay",
});

export const notificationOperations = [
  listNotifications,
  markRead,
  getPreferences,
  setPreferences,
  listEndpoints,
  createEndpoint,
  updateEndpoint,
  deleteEndpoint,
  rotateSecret,
  testEndpoint,
  listDeliveries,
  getDelivery,
  replayDelivery,
] as const;
