import * as contract from "@plumbline/contracts/registry/inventory";
import { AppError, type Ctx, command, notFound, query, uuidv7, workspaceOf } from "../kernel/index.ts";
import { heldModel, heldVersion, requireModelKey, requireVersion } from "./held-model.ts";
import { readActors } from "./model-view.ts";
import * as store from "./store/reviews.ts";

/** Findings and validations that an answer holds: the newest. */
const listMax = 1000;

export const listFindings = query(contract.listFindings, async (ctx, { model }) => {
  const modelKey = await requireModelKey(ctx, model);
  return { items: await toFindings(ctx, model, await store.listFindings(ctx.tx, workspaceOf(ctx).id, { modelKey, limit: listMax })) };
});

export const openFinding = command(contract.openFinding, async (ctx, { model, title, detail, severity, version, dueAt }) => {
  const { workspaceId, row, now } = version === undefined ? await heldModel(ctx, model) : await heldVersion(ctx, { model, version });
  const id = uuidv7(now.getTime());
  const made = { id, modelKey: row.key, version: version ?? null, title, detail, severity, dueAt: dueAt ?? null, by: ctx.actor.id, now };
  await store.insertFinding(ctx.tx, workspaceId, made);
  return {
    result: await readFinding(ctx, { model, id }),
    subject: { kind: "model", id: model },
    after: { id, title, severity, version: version ?? null, dueAt: dueAt ?? null },
  };
});

export const closeFinding = command(contract.closeFinding, async (ctx, { model, findingId, resolution }) => {
  const { workspaceId, row, now } = await heldModel(ctx, model);
  const found = await store.findFinding(ctx.tx, workspaceId, findingId);
  if (found?.model_key !== row.key) throw notFound("finding", findingId);
  if (found.closed_at) {
    throw new AppError("conflict", "This finding is closed already. Open a new one if it came up again.", {
      params: { reason: "finding-closed", id: findingId },
    });
  }
  await store.closeFinding(ctx.tx, workspaceId, { id: findingId, resolution, by: ctx.actor.id, now });
  return {
    result: await readFinding(ctx, { model, id: findingId }),
    subject: { kind: "model", id: model },
    before: { id: findingId, title: found.title },
    after: { id: findingId, resolution },
  };
});

async function readFinding(ctx: Ctx, { model, id }: { model: string; id: string }): Promise<contract.Finding> {
  const row = await store.findFinding(ctx.tx, workspaceOf(ctx).id, id);
  const [finding] = row ? await toFindings(ctx, model, [row]) : [];
  if (!finding) throw notFound("finding", id);
  return finding;
}

async function toFindings(ctx: Ctx, model: string, rows: readonly store.FindingRow[]): Promise<contract.Finding[]> {
  const actorOf = await readActors(
    ctx,
    rows.flatMap((row) => [row.opened_by, row.closed_by]),
  );
  return rows.map((row) => ({
    id: row.id,
    model,
    version: row.version,
    title: row.title,
    detail: row.detail,
    severity: row.severity,
    openedBy: actorOf(row.opened_by),
    openedAt: row.opened_at.toISOString(),
    dueAt: row.due_at?.toISOString() ?? null,
    closedBy: row.closed_by === null ? null : actorOf(row.closed_by),
    closedAt: row.closed_at?.toISOString() ?? null,
    resolution: row.resolution,
  }));
}

export const listValidations = query(contract.listValidations, async (ctx, { model }) => {
  const modelKey = await requireModelKey(ctx, model);
  const rows = await store.listValidations(ctx.tx, workspaceOf(ctx).id, { modelKey, limit: listMax });
  return { items: await toValidations(ctx, rows) };
});

export const recordValidation = command(contract.recordValidation, async (ctx, { model, version, outcome, note, nextDueAt }) => {
  const { workspaceId, row, now } = await heldModel(ctx, model);
  if (version !== undefined) await requireVersion(ctx, { model, version });
  if (nextDueAt !== undefined && new Date(nextDueAt) <= now) {
    throw new AppError("invalid", "The next validation must be due after this one.", {
      fields: [{ path: "nextDueAt", message: "not in the future" }],
    });
  }
  const id = uuidv7(now.getTime());
  const made = { id, modelKey: row.key, version: version ?? null, outcome, note, by: ctx.actor.id, now, nextDueAt: nextDueAt ?? null };
  const inserted = await store.insertValidation(ctx.tx, workspaceId, made);
  const [result] = await toValidations(ctx, [inserted]);
  if (!result) throw notFound("validation", id);
  return { result, subject: { kind: "model", id: model }, after: { id, outcome, version: version ?? null, nextDueAt: nextDueAt ?? null } };
});

async function toValidations(ctx: Ctx, rows: readonly store.ValidationRow[]): Promise<contract.Validation[]> {
  const actorOf = await readActors(
    ctx,
    rows.map((row) => row.validated_by),
  );
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    outcome: row.outcome,
    note: row.note,
    validatedBy: actorOf(row.validated_by),
    validatedAt: row.validated_at.toISOString(),
    nextDueAt: row.next_due_at?.toISOString() ?? null,
  }));
}
