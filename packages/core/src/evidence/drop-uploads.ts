import { z } from "zod";
import { dropUnheldBytes } from "../artifacts/index.ts";
import { defineTask, type TaskContext } from "../kernel/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { findUpload, selectExpiredUploads } from "./store/uploads.ts";
import { dropUpload } from "./use-up-upload.ts";

/** Drops uploads whose day is over, and their bytes. */
export const dropUploads = defineTask({
  name: "evidence.drop-uploads",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 10 * 60_000,
  everyMs: 15 * 60_000,
  handler: async () => dropExpired,
});

async function dropExpired({ deps, signal }: TaskContext): Promise<void> {
  const expired = await deps.db.transaction({ role: "system" }, (tx) => selectExpiredUploads(tx, deps.now()));
  for (const { workspace_id: workspaceId, id } of expired) {
    signal.throwIfAborted();
    const released = await systemContext(deps, workspaceId, async (ctx) => {
      const upload = await findUpload(ctx.tx, workspaceId, id);
      return upload && dropUpload(ctx, upload);
    });
    if (released) await dropUnheldBytes(deps, released);
  }
}
