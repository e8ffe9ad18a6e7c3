import type { Tx } from "@plumbline/db";

interface Follower {
  readonly jobId: string;
  readonly userId: string;
}

export const insertFollower = (tx: Tx, workspaceId: number, { jobId, userId }: Follower): Promise<number> =>
  tx.execute("INSERT INTO job_follower (workspace_id, job_id, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [
    workspaceId,
    jobId,
    userId,
  ]);

export const removeFollower = (tx: Tx, workspaceId: number, { jobId, userId }: Follower): Promise<number> =>
  tx.execute("DELETE FROM job_follower WHERE workspace_id = $1 AND job_id = $2 AND user_id = $3", [workspaceId, jobId, userId]);

/** Who wanted to be told; they are told once. */
export async function takeFollowers(tx: Tx, workspaceId: number, jobId: string): Promise<string[]> {
  const rows = await tx.rows<{ user_id: string }>("DELETE FROM job_follower WHERE workspace_id = $1 AND job_id = $2 RETURNING user_id", [
    workspaceId,
    jobId,
  ]);
  return rows.map(({ user_id }) => user_id);
}
