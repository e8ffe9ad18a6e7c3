import { findSeeds } from "../rules/find-seeds.ts";
import type { SourceState } from "../source-state.ts";
import type { JobDetailRow } from "../store/jobs.ts";

const valueMax = 5000;
const short = (text: string): string => (text.length > valueMax ? text.slice(0, valueMax).toWellFormed() : text);

/** Under which conditions a run was made, as far as its spec tells: the names that MLflow has for them, and ours. */
export function conditionTags(row: JobDetailRow, state: SourceState | undefined): Record<string, string> {
  const { spec, resolved } = row;
  const seeds = Object.entries(findSeeds(spec)).map(([name, value]) => `${name}=${value}`);
  return {
    "mlflow.source.type": "JOB",
    "mlflow.source.name": short(spec.command.join(" ")),
    ...gitTags(row, state),
    "plumbline.job": row.id,
    ...(resolved.image ? { "plumbline.image": resolved.image } : {}),
    ...(resolved.runtime ? { "plumbline.runtime": `${resolved.runtime.name}@${resolved.runtime.version}` } : {}),
    ...(resolved.source.digest ? { "plumbline.source.digest": resolved.source.digest } : {}),
    ...(seeds.length > 0 ? { "plumbline.seeds": short(seeds.join(" ")) } : {}),
    "plumbline.resources": resourceWords(row),
  };
}

function gitTags({ spec }: JobDetailRow, state: SourceState | undefined): Record<string, string> {
  const git = spec.source && "git" in spec.source ? spec.source.git : undefined;
  if (git) return { "mlflow.source.git.commit": git.commit, "mlflow.source.git.repoURL": git.url };
  if (!state) return {};
  return {
    "mlflow.source.git.commit": state.commit,
    ...(state.branch ? { "mlflow.source.git.branch": state.branch } : {}),
    ...(state.url ? { "mlflow.source.git.repoURL": state.url } : {}),
    "plumbline.source.changed": String(state.isDirty),
  };
}

function resourceWords({ spec }: JobDetailRow): string {
  const { cpu, memory, gpus } = spec.resources;
  const nodes = spec.nodes > 1 ? `${spec.nodes} nodes of ` : "";
  const ofGpus = gpus ? `, ${gpus.count} ${gpus.mig ?? gpus.flavour ?? "GPUs"}` : "";
  return `${nodes}${cpu} cores, ${memory}${ofGpus}`;
}
