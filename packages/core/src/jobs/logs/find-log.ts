import { type Caller, type Deps, notFound, transact, workspaceOf } from "../../kernel/index.ts";
import { findLog, type LogRow } from "../store/log-parts.ts";
import type { Log } from "./read-frames.ts";

/** The log that a request names, with what is known of it without reading it. */
export async function getLogRow(
  deps: Deps,
  caller: Caller,
  { job: jobId, attempt }: { readonly job: string; readonly attempt: number },
): Promise<{ readonly log: Log; readonly row: LogRow }> {
  const { id: workspaceId } = workspaceOf(caller);
  const row = await transact(deps, { role: "app", workspaceId, actorId: caller.actor.id }, (tx) =>
    findLog(tx, workspaceId, { jobId, attempt }),
  );
  if (!row) throw notFound("attempt", `${jobId}/${attempt}`);
  return { log: { workspaceId, jobId, attempt }, row };
}
