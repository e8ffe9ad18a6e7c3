import type { Tx } from "@plumbline/db";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** People and service accounts that the transaction's role may see. */
export const selectActorNames = (tx: Tx, ids: readonly string[]): Promise<{ id: string; name: string }[]> =>
  tx.rows(
    `SELECT user_id::text AS id, name FROM access_person WHERE user_id = ANY($1::uuid[])
     UNION ALL SELECT id::text, name FROM service_account WHERE id = ANY($1::uuid[])`,
    [ids.filter((id) => uuid.test(id))],
  );

/**
 * Each actor with everybody who stands behind it: whoever made a service account or a token of one, and whoever made those. Tokens that have
 * ended count too: an act does not lose its person when the token goes.
 */
export const selectMakers = (tx: Tx, workspaceId: number, ids: readonly string[]): Promise<{ actor_id: string; maker_id: string }[]> =>
  tx.rows(
    `WITH RECURSIVE behind (actor_id, maker_id) AS (
       SELECT given, given FROM unnest($2::text[]) AS given
       UNION
       SELECT b.actor_id, m.created_by FROM behind b CROSS JOIN LATERAL (
         SELECT a.created_by FROM service_account a WHERE a.workspace_id = $1 AND a.id = CASE WHEN b.maker_id ~ $3 THEN b.maker_id::uuid END
         UNION ALL
         SELECT t.created_by FROM token t WHERE t.workspace_id = $1 AND t.service_account_id = CASE WHEN b.maker_id ~ $3 THEN b.maker_id::uuid END
       ) m
     )
     SELECT actor_id, maker_id FROM behind`,
    [workspaceId, ids, uuid.source],
  );
