import type { ResolvedSpec } from "@plumbline/contracts/jobs/job";
import type { JobInput, JobSpec } from "@plumbline/contracts/jobs/spec";
import { type Ctx, workspaceOf } from "../../kernel/index.ts";
import * as store from "../store/resolving.ts";
import type { ProblemList } from "./problem-list.ts";

type ResolvedInput = ResolvedSpec["inputs"][number];

/** Files that all inputs of a job may have together. */
const filesMax = 5000;

/** Every file that the inputs name, with its digest. */
export async function resolveInputs(ctx: Ctx, spec: JobSpec, problems: ProblemList): Promise<ResolvedInput[]> {
  const resolved: ResolvedInput[] = [];
  const places = new Map<string, number>();
  for (const [index, input] of spec.inputs.entries()) {
    const field = `spec.inputs.${index}`;
    const earlier = places.get(input.path);
    if (earlier !== undefined) problems.add(`${field}.path`, `"${input.path}" is taken by the input ${earlier}`);
    places.set(input.path, index);
    resolved.push(...(await resolveInput(ctx, input, { field, problems })));
    if (resolved.length > filesMax) {
      problems.add(field, `the inputs have more than ${filesMax} files; pack them`);
      break;
    }
  }
  return resolved;
}

interface Place {
  readonly field: string;
  readonly problems: ProblemList;
}

function resolveInput(ctx: Ctx, input: JobInput, place: Place): Promise<ResolvedInput[]> {
  if ("dataset" in input) return datasetFile(ctx, input, place);
  if ("model" in input) return versionFiles(ctx, input, place);
  return artifactFiles(ctx, input, place);
}

async function datasetFile(ctx: Ctx, input: Extract<JobInput, { dataset: string }>, { field, problems }: Place): Promise<ResolvedInput[]> {
  const { dataset, version, path } = input;
  const found = await store.findDatasetFile(ctx.tx, workspaceOf(ctx).id, { dataset, version });
  if (!found) {
    problems.add(field, `there is no version ${version} of the dataset "${dataset}" in this workspace`);
    return [];
  }
  if (!found.digest) {
    problems.add(field, `the platform does not hold the file of version ${version} of "${dataset}"; upload it as a version`);
    return [];
  }
  return [{ kind: "dataset", name: `${dataset}/${version}`, path, sha256: found.digest.toString("hex"), sizeBytes: found.size_bytes ?? 0 }];
}

async function versionFiles(ctx: Ctx, input: Extract<JobInput, { model: string }>, { field, problems }: Place): Promise<ResolvedInput[]> {
  const { model, version, path } = input;
  const workspaceId = workspaceOf(ctx).id;
  const files = await store.findVersionFiles(ctx.tx, workspaceId, { model, version, limit: filesMax + 1 });
  if (files.length === 0) {
    const isKnown = await store.hasVersion(ctx.tx, workspaceId, { model, version });
    problems.add(
      field,
      isKnown
        ? `the bytes of version ${version} of "${model}" lie outside the platform`
        : `there is no version ${version} of the model "${model}" in this workspace`,
    );
  }
  return files.map((file) => resolvedFile("model", { file, name: `${model}/${version}/${file.path}`, path }));
}

const scheme = "mlflow-artifacts:/";

async function artifactFiles(ctx: Ctx, input: Extract<JobInput, { run: string }>, { field, problems }: Place): Promise<ResolvedInput[]> {
  const workspaceId = workspaceOf(ctx).id;
  const run = await store.findRunRoot(ctx.tx, workspaceId, input.run);
  if (!run) {
    problems.add(`${field}.run`, `there is no run "${input.run}" in this workspace`);
    return [];
  }
  if (!run.artifact_uri.startsWith(scheme)) {
    problems.add(`${field}.run`, "the artifacts of this run lie outside the platform");
    return [];
  }
  const root = run.artifact_uri.slice(scheme.length).replace(/^\/+/, "");
  const files = await store.findArtifactFiles(ctx.tx, workspaceId, { path: `${root}/${input.artifact}`, limit: filesMax + 1 });
  if (files.length === 0) problems.add(`${field}.artifact`, `the run "${run.name}" has no artifact "${input.artifact}"`);
  return files.map((file) => {
    const below = file.path === "" ? "" : `/${file.path}`;
    return resolvedFile("artifact", { file, name: `${input.run}/${input.artifact}${below}`, path: input.path });
  });
}

const resolvedFile = (
  kind: ResolvedInput["kind"],
  { file, name, path }: { file: store.NamedFile; name: string; path: string },
): ResolvedInput => ({
  kind,
  name,
  path: file.path === "" ? path : `${path}/${file.path}`,
  sha256: file.digest.toString("hex"),
  sizeBytes: file.size_bytes,
});
