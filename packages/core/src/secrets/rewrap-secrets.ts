import { z } from "zod";
import { type Deps, defineTask, keyId, rewrapSecret } from "../kernel/index.ts";
import { secretPlace } from "./secret-place.ts";
import { listStale, putSealed, type SealedRow } from "./store.ts";

const atOnce = 500;

/** Wraps secrets anew that a SECRETS_KEY before the present one sealed. */
export const rewrapSecrets = defineTask({
  name: "secrets.rewrap",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 10 * 60_000,
  everyMs: 3_600_000,
  handler:
    async () =>
    async ({ deps, signal }) => {
      let after: string | null = null;
      do {
        signal.throwIfAborted();
        after = await rewrapSome(deps, after);
      } while (after !== null);
    },
});

/** One page; the id of its last row, or null where it was the last. Those that no key opens stay for whoever finds the key. */
async function rewrapSome(deps: Deps, after: string | null): Promise<string | null> {
  return deps.db.transaction({ role: "system" }, async (tx) => {
    const rows = await listStale(tx, { keyId: keyId(deps.secretKeys.current), after, limit: atOnce });
    for (const row of rows) {
      const sealed = rewrap(deps, row);
      if (sealed !== undefined) await putSealed(tx, { id: row.id, sealed });
    }
    return rows.length < atOnce ? null : (rows.at(-1)?.id ?? null);
  });
}

function rewrap(deps: Deps, row: SealedRow): string | undefined {
  try {
    return rewrapSecret(deps.secretKeys, secretPlace(row.workspace_id, row.id), row.sealed);
  } catch (error) {
    deps.logger.error({ err: error, secret: row.id }, "a secret cannot be opened with the keys of this installation");
    return undefined;
  }
}
