import * as contract from "@plumbline/contracts/experiments/retention";
import { query, workspaceOf } from "../../kernel/index.ts";
import { countStayingRuns, listOldRuns } from "../store/retention.ts";
import { listDeletedRuns } from "../store/trash.ts";
import { daysBefore } from "./days-before.ts";
import { requireExperiment } from "./rules.ts";

const countedMax = 10_000;
const namedMax = 10;

/** What would go if the rules were applied now; a run that would be deleted now is removed later, if at all. */
export const previewRetention = query(contract.previewRetention, async (ctx, { experimentId, keepDeletedDays, trashAfterDays }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const { id } = await requireExperiment(ctx, experimentId);
  const limit = countedMax + 1;
  const old = trashAfterDays === null ? undefined : { experimentId: id, before: daysBefore(ctx.now, trashAfterDays), limit };
  const gone = keepDeletedDays === null ? undefined : { experimentId: id, before: daysBefore(ctx.now, keepDeletedDays), limit };
  const toTrash = old ? await listOldRuns(ctx.tx, workspaceId, old) : [];
  const toRemove = gone ? await listDeletedRuns(ctx.tx, workspaceId, { ...gone, isNeeded: false }) : [];
  const staying = old ? await countStayingRuns(ctx.tx, workspaceId, old) : { tagged: 0, needed: 0 };
  const needed = gone ? (await listDeletedRuns(ctx.tx, workspaceId, { ...gone, isNeeded: true })).length : 0;
  return {
    toTrash: going(toTrash),
    toRemove: going(toRemove),
    stay: { tagged: staying.tagged, needed: staying.needed + needed },
  };
});

const going = (rows: readonly { name: string }[]) => ({
  runs: Math.min(rows.length, countedMax),
  isCapped: rows.length > countedMax,
  names: rows.slice(0, namedMax).map(({ name }) => name),
});
