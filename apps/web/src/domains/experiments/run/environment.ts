import { listRunArtifacts, readRunArtifact } from "@plumbline/contracts/artifacts";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { WorkspaceApi } from "#src/shell/api.tsx";
import { isCode } from "#src/shell/problem-text.ts";
import type { Environment } from "../conditions.ts";

const requirementsFile = "requirements.txt";
const pythonFile = "python_env.yaml";

/**
 * Reads the packages that a model was logged with: from the run's first logged model, or, for clients that keep
 * models among the run's files, from the first directory that has them.
 */
export async function readEnvironment(
  api: WorkspaceApi,
  run: Pick<Run, "runId" | "modelOutputs">,
  signal: AbortSignal,
): Promise<Environment> {
  const modelId = run.modelOutputs[0]?.modelId;
  if (modelId) {
    const read = (path: string) => readText(modelFile(api, modelId, path), signal);
    const [requirements, pythonEnv] = await Promise.all([read(requirementsFile), read(pythonFile)]);
    if (requirements) return { requirements, pythonEnv };
  }
  const root = await api.call(listRunArtifacts, { runId: run.runId, path: "" }, { signal }).catch(noneIfMissing);
  const places = ["", ...(root?.items ?? []).filter(({ isDirectory }) => isDirectory).map(({ path }) => `${path}/`)];
  for (const place of places.slice(0, mostPlaces)) {
    const address = (name: string) => api.href(readRunArtifact, { runId: run.runId, path: place + name });
    const requirements = await readText(address(requirementsFile), signal);
    if (requirements) return { requirements, pythonEnv: await readText(address(pythonFile), signal) };
  }
  return {};
}

const mostPlaces = 4;

/** A file of a logged model; the MLflow surface alone serves it one by one. */
function modelFile(api: WorkspaceApi, modelId: string, path: string): string {
  const query = new URLSearchParams({ artifact_file_path: path, workspace: api.workspace });
  return `/ajax-api/2.0/mlflow/logged-models/${encodeURIComponent(modelId)}/artifacts/files?${query}`;
}

async function readText(address: string, signal: AbortSignal): Promise<string | undefined> {
  const response = await fetch(address, { signal });
  return response.ok ? response.text() : undefined;
}

function noneIfMissing(error: unknown): undefined {
  if (!isCode(error, "not-found")) throw error;
}
