import * as contract from "@plumbline/contracts/jobs/template";
import { namesOfActors } from "../access/index.ts";
import { AppError, type Ctx, command, notFound, query, workspaceOf } from "../kernel/index.ts";
import { checkSpecSize } from "./resolve/resolve-spec.ts";
import * as store from "./store/templates.ts";

/** Templates of one workspace. */
const templatesMax = 500;

export const listTemplates = query(contract.listTemplates, async (ctx) => ({
  items: await toTemplates(ctx, await store.listTemplates(ctx.tx, workspaceOf(ctx).id)),
}));

/** What its names mean is looked up when a job is submitted: a template stays when the versions that it names go. */
export const putTemplate = command(contract.putTemplate, async (ctx, { template, description, spec }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  checkSpecSize(spec);
  const before = await store.findTemplate(ctx.tx, workspaceId, template);
  if (!before && (await store.countTemplates(ctx.tx, workspaceId)) >= templatesMax) {
    throw new AppError("conflict", `A workspace has at most ${templatesMax} job templates. Delete one first.`, {
      params: { reason: "too-many-templates" },
    });
  }
  const row = await store.putTemplate(ctx.tx, workspaceId, { name: template, description, spec, by: ctx.actor.id, now: ctx.now });
  const [result] = row ? await toTemplates(ctx, [row]) : [];
  if (!result) throw new Error("a template that was written is not there");
  return {
    result,
    subject: { kind: "job-template", id: template },
    before: before ? { revision: before.revision } : undefined,
    after: { revision: result.revision, command: spec.command[0] ?? "", secrets: Object.values(spec.secrets) },
  };
});

export const deleteTemplate = command(contract.deleteTemplate, async (ctx, { template }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const before = await store.findTemplate(ctx.tx, workspaceId, template);
  if (!before) throw notFound("job template", template);
  await store.removeTemplate(ctx.tx, workspaceId, template);
  return { result: {}, subject: { kind: "job-template", id: template }, before: { revision: before.revision } };
});

async function toTemplates(ctx: Ctx, rows: readonly store.TemplateRow[]): Promise<contract.JobTemplate[]> {
  const names = await namesOfActors(
    ctx,
    rows.map((row) => row.updated_by),
  );
  return rows.map((row) => ({
    name: row.name,
    description: row.description,
    spec: row.spec,
    revision: row.revision,
    updatedBy: { id: row.updated_by, name: names.get(row.updated_by) ?? null },
    updatedAt: row.updated_at.toISOString(),
  }));
}
