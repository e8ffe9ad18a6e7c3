import { jobTitle } from "@plumbline/contracts/jobs/job";
import * as contract from "@plumbline/contracts/secrets/secret";
import { namesOfActors } from "../access/index.ts";
import { type Ctx, query, workspaceOf } from "../kernel/index.ts";
import { listSecretRows, listUses, type SecretRow, type SecretUseRow } from "./store.ts";

const usesShown = 5;

export const listSecrets = query(contract.listSecrets, async (ctx) => ({
  items: await readSecrets(ctx, await listSecretRows(ctx.tx, workspaceOf(ctx).id)),
}));

export async function readSecret(ctx: Ctx, row: SecretRow): Promise<contract.Secret> {
  const [secret] = await readSecrets(ctx, [row]);
  if (!secret) throw new Error("a secret that was just written cannot be shown");
  return secret;
}

async function readSecrets(ctx: Ctx, rows: readonly SecretRow[]): Promise<contract.Secret[]> {
  const [names, uses] = await Promise.all([
    namesOfActors(
      ctx,
      rows.map((row) => row.created_by),
    ),
    listUses(ctx.tx, workspaceOf(ctx).id, { ids: rows.map(({ id }) => id), limit: usesShown }),
  ]);
  const usesOf = Map.groupBy(uses, (use) => use.secret_id);
  return rows.map((row) => toSecret(row, { name: names.get(row.created_by) ?? null, uses: usesOf.get(row.id) ?? [] }));
}

function toSecret(row: SecretRow, { name, uses }: { name: string | null; uses: readonly SecretUseRow[] }): contract.Secret {
  return {
    name: row.name,
    description: row.description,
    revision: row.revision,
    createdBy: { id: row.created_by, name },
    createdAt: row.created_at.toISOString(),
    rotatedAt: row.rotated_at?.toISOString() ?? null,
    lastUsedAt: uses[0]?.used_at.toISOString() ?? null,
    usedBy: uses.map((use) => ({
      jobId: use.job_id,
      name: use.job_name === null || use.job_number === null ? use.job_id : jobTitle({ name: use.job_name, number: use.job_number }),
      at: use.used_at.toISOString(),
    })),
  };
}
