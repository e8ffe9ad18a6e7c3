import * as contract from "@plumbline/contracts/secrets/secret";
import { AppError, type Ctx, command, notFound, sealSecret, uuidv7, workspaceOf } from "../kernel/index.ts";
import { readSecret } from "./list-secrets.ts";
import { secretPlace } from "./secret-place.ts";
import { countSecrets, insertSecret, lockSecret, removeSecret, replaceValue, type SecretRow } from "./store.ts";

export const putSecret = command(contract.putSecret, async (ctx, { secret: name, value, description }) => {
  refuseLong(value);
  const before = await lockSecret(ctx.tx, workspaceOf(ctx).id, name);
  const after = before ? await rotate(ctx, before, { value, description }) : await make(ctx, { name, value, description });
  return {
    result: await readSecret(ctx, after),
    subject: { kind: "secret", id: name },
    ...(before ? { before: audited(before) } : {}),
    after: audited(after),
  };
});

export const deleteSecret = command(contract.deleteSecret, async (ctx, { secret: name }) => {
  const workspaceId = workspaceOf(ctx).id;
  const before = await lockSecret(ctx.tx, workspaceId, name);
  if (!before) throw notFound("secret", name);
  await removeSecret(ctx.tx, workspaceId, before.id);
  return { result: {}, subject: { kind: "secret", id: name }, before: audited(before) };
});

interface Given {
  readonly value: string;
  readonly description?: string | undefined;
}

async function make(ctx: Ctx, { name, value, description = "" }: Given & { readonly name: string }): Promise<SecretRow> {
  const workspaceId = workspaceOf(ctx).id;
  if ((await countSecrets(ctx.tx, workspaceId)) >= contract.secretsMax) {
    throw new AppError("conflict", `The workspace has ${contract.secretsMax} secrets, and may have no more. Delete one first.`, {
      params: { reason: "secrets-max" },
    });
  }
  const id = uuidv7(ctx.now.getTime());
  const sealed = sealSecret(ctx.deps.secretKeys, secretPlace(workspaceId, id), value);
  const row = await insertSecret(ctx.tx, workspaceId, { id, name, description, sealed, createdBy: ctx.actor.id, now: ctx.now });
  if (!row)
    throw new AppError(
      "conflict",
      `The secret "${name}" was made by somebody else just now. Give it its value again, if yours shall count.`,
    );
  return row;
}

async function rotate(ctx: Ctx, before: SecretRow, { value, description }: Given): Promise<SecretRow> {
  const workspaceId = workspaceOf(ctx).id;
  const sealed = sealSecret(ctx.deps.secretKeys, secretPlace(workspaceId, before.id), value);
  const row = await replaceValue(ctx.tx, workspaceId, {
    id: before.id,
    description: description ?? before.description,
    sealed,
    now: ctx.now,
  });
  if (!row) throw notFound("secret", before.name);
  return row;
}

/** The schema counts characters. */
function refuseLong(value: string): void {
  const sizeBytes = Buffer.byteLength(value);
  if (sizeBytes <= contract.secretMaxBytes) return;
  const message = `has ${sizeBytes} bytes as UTF-8; ${contract.secretMaxBytes} are allowed`;
  throw new AppError("invalid", `The value ${message}.`, { fields: [{ path: "value", message }] });
}

const audited = ({ revision, description }: SecretRow) => ({ revision, description });
