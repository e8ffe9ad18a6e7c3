import { evaluationsOf } from "../approvals/index.ts";
import { type Ctx, defineTask, requestTask } from "../kernel/index.ts";
import { onVersion, type VersionFact } from "../registry/index.ts";
import { Evaluation } from "./evaluation.ts";

/** Submits the evaluation of a version that a policy names. */
export const evaluateVersion = defineTask({
  name: "jobs.evaluate-version",
  payload: Evaluation,
  attempts: 5,
  timeoutMs: 60_000,
  handler: async () => (await import("./run-evaluation.ts")).runEvaluation,
});

/** What policies ask of new versions is begun when they are registered. Bytes that lie elsewhere cannot be laid in. */
async function evaluate(ctx: Ctx, { modelKey, model, version, digest }: VersionFact): Promise<void> {
  const { kind, id } = ctx.actor;
  if (!digest || (kind !== "user" && kind !== "service-account")) return;
  for (const template of await evaluationsOf(ctx, { kind: "model-version", ref: `${modelKey}/${version}` })) {
    const payload = { model, version, template, by: { kind, id } };
    ctx.later?.push(requestTask(evaluateVersion, payload, `evaluation:${ctx.workspace?.id}:${modelKey}/${version}:${template}`));
  }
}

onVersion("registered", evaluate);
