import { z } from "zod";
import { type Deps, defineTask, keyId, rewrapSecret } from "../kernel/index.ts";
import { secretPlace } from "./secret-place.ts";
import { deleteDeliveriesBefore } from "./store/deliveries.ts";
import { listStaleSecrets, putSecrets, type SealedSecrets } from "./store/endpoints.ts";
import { deleteReadBefore } from "./store/inbox.ts";

const dayMs = 24 * 3_600_000;
const deliveriesKeptMs = 30 * dayMs;
const readKeptMs = 90 * dayMs;
const secretsAtOnce = 500;

/**
 * Forgets deliveries after 30 days and read messages 90 days after they were read. Wraps secrets anew that a key before the
 * present one sealed, and drops previous secrets whose day is over.
 */
export const pruneNotifications = defineTask({
  name: "notifications.prune",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 60_000,
  everyMs: 3_600_000,
  handler:
    async () =>
    async ({ deps }) => {
      const now = deps.now().getTime();
      await deps.db.transaction({ role: "system" }, async (tx) => {
        await deleteDeliveriesBefore(tx, new Date(now - deliveriesKeptMs));
        await deleteReadBefore(tx, new Date(now - readKeptMs));
      });
      await renewSecrets(deps);
    },
});

async function renewSecrets(deps: Deps): Promise<void> {
  const stale = { keyId: keyId(deps.secretKeys.current), now: deps.now(), limit: secretsAtOnce };
  await deps.db.transaction({ role: "system" }, async (tx) => {
    for (const row of await listStaleSecrets(tx, stale)) {
      const renewed = renew(deps, row);
      if (renewed) await putSecrets(tx, renewed);
    }
  });
}

/** Undefined where no key of the installation opens it: it stays for whoever finds the key. */
function renew(deps: Deps, row: SealedSecrets): SealedSecrets | undefined {
  const place = secretPlace(row.workspace_id, row.id);
  const rewrap = (sealed: string): string => rewrapSecret(deps.secretKeys, place, sealed) ?? sealed;
  try {
    return { ...row, secret: rewrap(row.secret), previous_secret: row.previous_secret === null ? null : rewrap(row.previous_secret) };
  } catch (error) {
    deps.logger.error({ err: error, endpoint: row.id }, "a webhook endpoint's secret cannot be opened");
    return undefined;
  }
}
