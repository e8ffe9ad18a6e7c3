import { z } from "zod";
import { operation, reading } from "./operation.ts";
import { Instant } from "./page.ts";

/** Something changed. `id` resumes a stream (`Last-Event-ID`). */
export const Change = z.object({
  id: z.string(),
  topic: z.string(),
  subject: z.string(),
  kind: z.string(),
  data: z.record(z.string(), z.unknown()).nullable(),
  at: Instant,
});
export type Change = z.infer<typeof Change>;

/** Server-sent events, one `Change` each. */
export const streamChanges = operation({
  id: "changes.streamChanges",
  method: "GET",
  path: "/changes",
  summary: "Streams changes of the workspace as server-sent events, from `Last-Event-ID` on where given.",
  query: z.object({ workspace: z.string().optional(), lastEventId: z.string().max(100).optional() }),
  response: Change,
  permission: "change:read",
  audit: reading,
});

export const changeOperations = [streamChanges] as const;
