import { z } from "zod";
import { defineTask, keyId, rewrapSecret } from "../kernel/index.ts";
import { secretPlace } from "./secret-place.ts";
import { putKubeconfig, selectStaleKubeconfigs } from "./store/clusters.ts";

/** Wraps credentials anew that a SECRETS_KEY before the present one sealed. */
export const rewrapKubeconfigs = defineTask({
  name: "clusters.rewrap",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 60_000,
  everyMs: 3_600_000,
  handler:
    async () =>
    async ({ deps }) => {
      await deps.db.transaction({ role: "system" }, async (tx) => {
        for (const { id, kubeconfig } of await selectStaleKubeconfigs(tx, keyId(deps.secretKeys.current))) {
          try {
            const sealed = rewrapSecret(deps.secretKeys, secretPlace(id), kubeconfig);
            if (sealed !== undefined) await putKubeconfig(tx, id, sealed);
          } catch (error) {
            deps.logger.error({ err: error, cluster: id }, "credentials of a cluster cannot be opened with the keys of this installation");
          }
        }
      });
    },
});
