import type { JobSpec } from "@plumbline/contracts/jobs/spec";
import { rolePermissions } from "@plumbline/contracts/permissions";
import { namesOfActors } from "../access/index.ts";
import { AppError, type Ctx, type Deps, recordAct, type TaskContext, workspaceOf } from "../kernel/index.ts";
import { notify } from "../notifications/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { createJob } from "./create-job.ts";
import type { Evaluation } from "./evaluation.ts";
import { findEvaluation } from "./store/jobs.ts";
import { findTemplate } from "./store/templates.ts";
import { queuedChange, submittedFacts } from "./submit-job.ts";

/** Run again, it submits no second one. What cannot be submitted is told to whoever registered the version. */
export async function runEvaluation({ deps, workspaceId }: TaskContext, evaluation: Evaluation): Promise<void> {
  try {
    await systemContext(deps, workspaceId ?? 0, (ctx) => submit(ctx, evaluation));
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "unavailable") throw error;
    await tell(deps, workspaceId ?? 0, { evaluation, reason: error.message });
  }
}

async function submit(system: Ctx, evaluation: Evaluation): Promise<void> {
  const { model, version, template: name } = evaluation;
  const { id: workspaceId } = workspaceOf(system);
  if (await findEvaluation(system.tx, workspaceId, { model, version, template: name })) return;
  const template = await findTemplate(system.tx, workspaceId, name);
  if (!template) throw new AppError("not-found", `There is no job template "${name}" in this workspace; a policy names it.`);
  const ctx = await asRegistrant(system, evaluation);
  const origin = {
    purpose: "evaluate",
    repeatsJobId: null,
    repeatsRunId: null,
    check: { evaluates: { model, version, template: name } },
  } as const;
  const row = await createJob(ctx, { spec: withVersion(template.spec, { model, version }), origin });
  recordAct(ctx.tx, ctx, {
    audit: {
      action: "jobs.job.submit",
      outcome: "done",
      subject: { kind: "job", id: row.id },
      after: { ...submittedFacts(row), evaluates: `${model}/${version}`, template: name },
    },
    changes: [queuedChange(row)],
    now: ctx.now,
  });
}

/** The job's token is bound by the registrant's role when it is used, whatever may be submitted here. */
async function asRegistrant(ctx: Ctx, { by }: Evaluation): Promise<Ctx> {
  const names = await namesOfActors(ctx, [by.id]);
  const actor = { ...by, name: names.get(by.id) ?? by.id, via: "internal", credentialId: null } as const;
  return { ...ctx, actor, permissions: new Set(rolePermissions.contributor) };
}

/** The version's files lie in `model`, unless the template lays something else there. */
function withVersion(spec: JobSpec, of: { model: string; version: number }): JobSpec {
  const isTaken = spec.inputs.some(({ path }) => path === "model");
  return { ...spec, kind: "evaluation", inputs: isTaken ? spec.inputs : [...spec.inputs, { ...of, path: "model" }] };
}

function tell(deps: Deps, workspaceId: number, { evaluation, reason }: { evaluation: Evaluation; reason: string }): Promise<void> {
  const { model, version, template, by } = evaluation;
  deps.logger.warn({ model, version, template, reason }, "an evaluation that a policy names could not be submitted");
  return systemContext(deps, workspaceId, async (ctx) => {
    const { name } = workspaceOf(ctx);
    const tasks = await notify(ctx, workspaceId, [
      {
        recipients: [by.id],
        kind: "jobs.evaluation-refused",
        group: "reminders",
        title: `${template} could not evaluate ${model} ${version}`,
        body: reason,
        link: `/w/${encodeURIComponent(name)}/models/${encodeURIComponent(model)}/${version}`,
        subject: { kind: "model-version", id: `${model}/${version}` },
        dedupeKey: `evaluation ${model.slice(0, 100)}/${version} ${template}`,
      },
    ]);
    ctx.later?.push(...tasks);
  });
}
