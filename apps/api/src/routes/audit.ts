import { listEvents, listPlatformEvents } from "@plumbline/core/audit";
import { routes } from "./bind-verbs.ts";

export const auditRoutes = routes([listEvents, listPlatformEvents]);
