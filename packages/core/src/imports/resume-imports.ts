import { z } from "zod";
import { type Deps, defineTask, keyId, rewrapSecret, type TaskContext } from "../kernel/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { requestCarryOut } from "./import-task.ts";
import { secretPlace } from "./secret-place.ts";
import { putSealed, selectStaleSecrets, selectUnfinished } from "./store/imports.ts";

/** An import whose task is waiting or running keeps it: the key of the task says so. */
const forgottenMs = 5 * 60_000;

/** Finds unfinished imports whose task ended without them, as where the database was gone, and gives each a task again. */
export const resumeImports = defineTask({
  name: "imports.resume",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 5 * 60_000,
  everyMs: 5 * 60_000,
  handler: async () => resume,
});

async function resume({ deps, signal }: TaskContext): Promise<void> {
  const before = new Date(deps.now().getTime() - forgottenMs);
  const found = await deps.db.transaction({ role: "system" }, (tx) => selectUnfinished(tx, before));
  for (const { workspace_id: workspaceId, id } of found) {
    signal.throwIfAborted();
    await systemContext(deps, workspaceId, async (ctx) => void ctx.later?.push(requestCarryOut(id)));
  }
}

const atOnce = 500;

/** Wraps sign-ins anew that a SECRETS_KEY before the present one sealed. */
export const rewrapImportSecrets = defineTask({
  name: "imports.rewrap",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 10 * 60_000,
  everyMs: 3_600_000,
  handler: async () => rewrap,
});

async function rewrap({ deps, signal }: TaskContext): Promise<void> {
  let after: string | null = null;
  do {
    signal.throwIfAborted();
    after = await rewrapSome(deps, after);
  } while (after !== null);
}

/** One page; the id of its last row, or null where it was the last. Those that no key opens stay for whoever finds the key. */
const rewrapSome = (deps: Deps, after: string | null): Promise<string | null> =>
  deps.db.transaction({ role: "system" }, async (tx) => {
    const rows = await selectStaleSecrets(tx, { keyId: keyId(deps.secretKeys.current), after, limit: atOnce });
    for (const row of rows) {
      const sealed = rewrapped(deps, row);
      if (sealed !== undefined) await putSealed(tx, { id: row.id, sealed });
    }
    return rows.length < atOnce ? null : (rows.at(-1)?.id ?? null);
  });

function rewrapped(
  deps: Deps,
  { workspace_id: workspaceId, id, sealed }: { workspace_id: number; id: string; sealed: string },
): string | undefined {
  try {
    return rewrapSecret(deps.secretKeys, secretPlace(workspaceId, id), sealed);
  } catch (error) {
    deps.logger.error({ err: error, import: id }, "the sign-in of an import cannot be opened with the keys of this installation");
    return undefined;
  }
}
