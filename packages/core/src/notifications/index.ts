export { deliverNotifications } from "./deliver.ts";
export { getDelivery, listDeliveries, replayDelivery, testEndpoint } from "./deliveries.ts";
export { createEndpoint, deleteEndpoint, listEndpoints, rotateSecret, updateEndpoint } from "./endpoints.ts";
export { getPreferences, listNotifications, markRead, setPreferences } from "./inbox.ts";
export { type Message, notify, type Writing } from "./notify.ts";
export { pruneNotifications } from "./prune-notifications.ts";
export { type PublishedEvent, payloadMaxBytes, publishEvent } from "./publish-event.ts";
