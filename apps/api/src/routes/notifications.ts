import {
  createEndpoint,
  deleteEndpoint,
  getDelivery,
  getPreferences,
  listDeliveries,
  listEndpoints,
  listNotifications,
  markRead,
  replayDelivery,
  rotateSecret,
  setPreferences,
  testEndpoint,
  updateEndpoint,
} from "@plumbline/core/notifications";
import { routes } from "./bind-verbs.ts";

export const notificationRoutes = routes([
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
]);
