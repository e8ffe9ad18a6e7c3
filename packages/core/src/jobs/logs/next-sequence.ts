import { type Deps, systemActor, transact } from "../../kernel/index.ts";
import { findNextSequence } from "../store/log-reports.ts";

/** Which report of a rank is expected next: where whoever reads a program's output from a file goes on. */
export const nextSequenceOf = (
  deps: Deps,
  { workspaceId, ...of }: { readonly workspaceId: number; readonly jobId: string; readonly attempt: number; readonly rank: number },
): Promise<number> => transact(deps, { role: "app", workspaceId, actorId: systemActor.id }, (tx) => findNextSequence(tx, workspaceId, of));
