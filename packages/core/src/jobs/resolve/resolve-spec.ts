import type { ResolvedSpec } from "@plumbline/contracts/jobs/job";
import { type JobSpec, jobLimits } from "@plumbline/contracts/jobs/spec";
import { checkRunTags } from "../../experiments/index.ts";
import { AppError, type Ctx, workspaceOf } from "../../kernel/index.ts";
import { missingSecrets } from "../../secrets/index.ts";
import { findRuntime, findSource } from "../store/resolving.ts";
import type { ProblemList } from "./problem-list.ts";
import { resolveInputs } from "./resolve-inputs.ts";

/** A spec longer than this is refused before anything of it is read. */
export function checkSpecSize(spec: JobSpec): void {
  const sizeBytes = Buffer.byteLength(JSON.stringify(spec));
  if (sizeBytes <= jobLimits.specBytes) return;
  throw new AppError(
    "invalid",
    `The spec has ${sizeBytes} bytes; ${jobLimits.specBytes} are allowed. Put long values into files of the source.`,
    {
      fields: [{ path: "spec", message: "too large" }],
    },
  );
}

/** Tags go to the run: what a run cannot have is refused now, not when it begins. */
export function checkTags({ tags }: JobSpec, problems: ProblemList): void {
  for (const [key, value] of Object.entries(tags)) {
    const message = key === "mlflow.runName" ? "the run is named after its job" : tagProblem(key, value);
    if (message !== undefined) problems.add(`spec.tags.${key}`, message);
  }
}

function tagProblem(key: string, value: string): string | undefined {
  try {
    checkRunTags([{ key, value }]);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

/** What the names of a spec mean now. What they do not mean is added to the problems. */
export async function resolveSpec(ctx: Ctx, spec: JobSpec, problems: ProblemList): Promise<ResolvedSpec> {
  const runtime = await resolveRuntime(ctx, spec, problems);
  const source = await resolveSource(ctx, spec, problems);
  const inputs = await resolveInputs(ctx, spec, problems);
  return { runtime, image: spec.image ?? runtime?.image ?? null, source, inputs };
}

/** Their values are opened when an attempt begins: a job that waits gets them as they are then. */
export async function checkSecrets(ctx: Ctx, { secrets }: JobSpec, problems: ProblemList): Promise<void> {
  const missing = new Set(await missingSecrets(ctx, Object.values(secrets)));
  for (const [variable, name] of Object.entries(secrets)) {
    if (missing.has(name)) problems.add(`spec.secrets.${variable}`, `there is no secret "${name}" in this workspace`);
  }
}

async function resolveRuntime(ctx: Ctx, { runtime }: JobSpec, problems: ProblemList): Promise<ResolvedSpec["runtime"]> {
  if (runtime === undefined) return null;
  const [name = "", version] = runtime.split("@");
  const found = await findRuntime(ctx.tx, { name, version: version === undefined ? null : Number(version) });
  if (!found) {
    problems.add("spec.runtime", `there is no training runtime "${runtime}"; it may be retired`);
    return null;
  }
  return { name: found.name, version: found.version, image: found.body.image };
}

async function resolveSource(ctx: Ctx, { source }: JobSpec, problems: ProblemList): Promise<ResolvedSpec["source"]> {
  if (source === undefined) return { kind: "none", digest: null, sizeBytes: null };
  if ("git" in source) {
    const { username, password } = new URL(source.git.url);
    if (username !== "" || password !== "")
      problems.add("spec.source.git.url", "holds a user or password, which everybody could read here");
    return { kind: "git", digest: source.git.commit, sizeBytes: null };
  }
  const found = await findSource(ctx.tx, workspaceOf(ctx).id, source.archive);
  if (!found) problems.add("spec.source.archive", "no such source was uploaded to this workspace; upload it first");
  return { kind: "archive", digest: source.archive, sizeBytes: found?.size_bytes ?? null };
}
