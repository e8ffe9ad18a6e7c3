import type { Tx } from "@plumbline/db";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** People and service accounts that the transaction's role may see. */
export const selectActorNames = (tx: Tx, ids: readonly string[]): Promise<{ id: string; name: string }[]> =>
  tx.rows(
    `SELECT user_id::text AS id, name FROM access_person WHERE user_id = ANY($1::uuid[])
     UNION ALL SELECT id::text, name FROM service_account WHERE id = ANY($1::uuid[])`,
    [ids.filter((id) => uuid.test(id))],
  );
