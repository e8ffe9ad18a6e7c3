import type { Tx } from "@plumbline/db";

export interface ProblemRow {
  readonly id: number;
  readonly kind: string;
  readonly subject: string;
  readonly reason: string;
  /** Something is not here as it is there; false where it is here in another way, as it has to be. */
  readonly isLoss: boolean;
}

export const clearProblems = (tx: Tx, workspaceId: number, importId: string): Promise<number> =>
  tx.execute("DELETE FROM import_problem WHERE workspace_id = $1 AND import_id = $2", [workspaceId, importId]);

/** One reason for each subject: the last. */
export async function putProblems(
  tx: Tx,
  workspaceId: number,
  put: { importId: string; problems: readonly Omit<ProblemRow, "id">[] },
): Promise<void> {
  const problems = [...new Map(put.problems.map((one) => [`${one.kind}\n${one.subject}`, one])).values()];
  await tx.execute(
    `INSERT INTO import_problem (workspace_id, import_id, kind, subject, reason, is_loss)
     SELECT $1, $2, t.* FROM unnest($3::text[], $4::text[], $5::text[], $6::boolean[]) AS t
     ON CONFLICT (import_id, kind, subject) DO UPDATE SET reason = excluded.reason, is_loss = excluded.is_loss`,
    [
      workspaceId,
      put.importId,
      problems.map(({ kind }) => kind),
      problems.map(({ subject }) => subject),
      problems.map(({ reason }) => reason),
      problems.map(({ isLoss }) => isLoss),
    ],
  );
}

export const listProblems = (
  tx: Tx,
  workspaceId: number,
  page: { importId: string; after: number; limit: number },
): Promise<ProblemRow[]> =>
  tx.rows(
    `SELECT id, kind, subject, reason, is_loss AS "isLoss" FROM import_problem WHERE workspace_id = $1 AND import_id = $2 AND id > $3 ORDER BY id LIMIT $4`,
    [workspaceId, page.importId, page.after, page.limit],
  );
