import type { Tx } from "@plumbline/db";

/** The value of a run's tag; undefined where it has none. */
export async function findRunTag(tx: Tx, workspaceId: number, tag: { runKey: number; key: string }): Promise<string | undefined> {
  const row = await tx.row<{ value: string }>("SELECT value FROM run_tag WHERE workspace_id = $1 AND run_key = $2 AND key = $3", [
    workspaceId,
    tag.runKey,
    tag.key,
  ]);
  return row?.value;
}
