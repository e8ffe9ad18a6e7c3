import { type Ctx, workspaceOf } from "../kernel/index.ts";
import { findSecretsByName } from "./store.ts";

/** Those of the names that no secret of the workspace has. */
export async function missingSecrets(ctx: Ctx, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await findSecretsByName(ctx.tx, workspaceOf(ctx).id, [...new Set(names)]);
  const known = new Set(rows.map(({ name }) => name));
  return names.filter((name) => !known.has(name));
}
