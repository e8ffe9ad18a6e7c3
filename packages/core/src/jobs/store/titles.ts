import type { Tx } from "@plumbline/db";

/** `<name>-<number>` by id, of jobs of all workspaces. */
export async function selectTitles(tx: Tx, jobIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; title: string }>(
    "SELECT id, name || '-' || number AS title FROM job WHERE id = ANY($1::uuid[])",
    [jobIds],
  );
  return new Map(rows.map(({ id, title }) => [id, title]));
}
