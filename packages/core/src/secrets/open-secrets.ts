import { AppError, type Ctx, openSecret, recordActs, workspaceOf } from "../kernel/index.ts";
import { secretPlace } from "./secret-place.ts";
import { findSecretsByName, insertUses, type SecretRow } from "./store.ts";

interface Wanted {
  readonly jobId: string;
  readonly attempt: number;
  /** Names of secrets of the workspace; a name may stand twice. */
  readonly names: readonly string[];
}

/**
 * Values by name, for what starts an attempt: hand them to the attempt alone, and keep them nowhere. That it was given them is recorded, once
 * for each revision. Throws `not-found` naming all that are not there, and `unavailable` where no key of the installation opens one.
 */
export async function openSecrets(ctx: Ctx, wanted: Wanted): Promise<Readonly<Record<string, string>>> {
  const names = [...new Set(wanted.names)].sort();
  if (names.length === 0) return {};
  const { id: workspaceId } = workspaceOf(ctx);
  const rows = await findSecretsByName(ctx.tx, workspaceId, names);
  const missing = names.filter((name) => !rows.some((row) => row.name === name));
  if (missing.length > 0) throw noSecrets(missing);
  const values = Object.fromEntries(rows.map((row) => [row.name, openRow(ctx, row)]));
  await recordUses(ctx, wanted, rows);
  return values;
}

function openRow(ctx: Ctx, row: SecretRow): string {
  try {
    return openSecret(ctx.deps.secretKeys, secretPlace(workspaceOf(ctx).id, row.id), row.sealed);
  } catch (error) {
    throw doesNotOpen(row.name, error);
  }
}

const doesNotOpen = (name: string, cause: unknown): AppError =>
  new AppError(
    "unavailable",
    `The secret "${name}" cannot be opened with the keys of this installation. Give it its value again, or tell the platform team.`,
    { cause, params: { reason: "secret-sealed", name } },
  );

async function recordUses(ctx: Ctx, { jobId, attempt }: Wanted, rows: readonly SecretRow[]): Promise<void> {
  const uses = rows.map(({ id, revision }) => ({ secretId: id, revision }));
  const fresh = await insertUses(ctx.tx, workspaceOf(ctx).id, { jobId, attempt, uses, now: ctx.now });
  const acts = rows
    .filter(({ id }) => fresh.has(id))
    .map(({ name, revision }) => ({
      caller: ctx,
      audit: {
        action: "secrets.secret.use",
        outcome: "done" as const,
        subject: { kind: "secret", id: name },
        after: { revision, jobId, attempt },
      },
      changes: [{ topic: "secret", subject: name, kind: "use" }],
      now: ctx.now,
    }));
  recordActs(ctx.tx, acts);
}

function noSecrets(names: readonly string[]): AppError {
  const [first = ""] = names;
  const text =
    names.length === 1
      ? `There is no secret "${first}" in this workspace. Make it, or take it out of the spec.`
      : `There are no secrets ${names.map((name) => `"${name}"`).join(", ")} in this workspace. Make them, or take them out of the spec.`;
  return new AppError("not-found", text, { params: { noun: "secret", id: first, names } });
}
