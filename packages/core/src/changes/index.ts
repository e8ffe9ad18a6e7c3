export { createAnnouncer } from "./announce.ts";
export { type ChangeFeed, openChangeFeed, type Subscriber } from "./change-feed.ts";
export { pruneChanges } from "./prune-changes.ts";
