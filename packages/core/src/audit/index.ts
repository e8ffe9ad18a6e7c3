export { listEvents, listPlatformEvents } from "./list-events.ts";
