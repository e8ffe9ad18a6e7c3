import { listRunArtifacts, readRunArtifact } from "@plumbline/contracts/artifacts";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { WorkspaceApi } from "#src/shell/api.tsx";
import type { Environment } from "../conditions.ts";

const requirementsFile = "requirements.txt";
const pythonFile = "python_env.yaml";

type RunRef = Pick<Run, "runId" | "modelOutputs">;

/** A directory in which a model may lie: the names in it, and where each is read. */
interface Place {
  names: readonly string[];
  address: (name: string) => string;
}

/**
 * Reads the packages that a model was logged with: from the run's first logged model, or, for clients that keep
 * models among the run's files, from the first directory that has them.
 */
export async function readEnvironment(api: WorkspaceApi, run: RunRef, signal: AbortSignal): Promise<Environment> {
  for await (const { names, address } of places(api, run, signal)) {
    const read = async (name: string) => (names.includes(name) ? readText(address(name), signal) : undefined);
    const requirements = await read(requirementsFile);
    if (requirements) return { requirements, pythonEnv: await read(pythonFile) };
  }
  return {};
}

const mostDirectories = 3;
/** Where the client's plugin puts them: of several directories the first to look into. */
const pluginDirectory = "source";

async function* places(api: WorkspaceApi, run: RunRef, signal: AbortSignal): AsyncGenerator<Place> {
  const modelId = run.modelOutputs[0]?.modelId;
  if (modelId) yield await modelPlace(api, modelId, signal);
  const list = async (path: string) => (await api.call(listRunArtifacts, { runId: run.runId, path }, { signal })).items;
  const address = (path: string) => api.href(readRunArtifact, { runId: run.runId, path });
  const root = await list("");
  yield { names: root.map(({ path }) => path), address };
  const directories = root.filter(({ isDirectory }) => isDirectory);
  const likelyFirst = directories.toSorted((left, right) => Number(right.path === pluginDirectory) - Number(left.path === pluginDirectory));
  for (const { path } of likelyFirst.slice(0, mostDirectories)) {
    const entries = await list(path);
    yield { names: entries.map((entry) => entry.path.slice(path.length + 1)), address: (name) => address(`${path}/${name}`) };
  }
}

/** A descriptive file of a logged model, if it has one. */
export async function readLoggedModelFile(
  api: WorkspaceApi,
  { modelId, name }: { modelId: string; name: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const { names, address } = await modelPlace(api, modelId, signal);
  return names.includes(name) ? readText(address(name), signal) : undefined;
}

/** The files of a logged model; the MLflow surface alone lists and serves them. */
async function modelPlace({ workspace }: WorkspaceApi, modelId: string, signal: AbortSignal): Promise<Place> {
  const base = `/ajax-api/2.0/mlflow/logged-models/${encodeURIComponent(modelId)}/artifacts`;
  const response = await fetch(`${base}/directories?${new URLSearchParams({ workspace })}`, { signal });
  const listed = response.ok ? ((await response.json()) as { files?: { path: string }[] }) : {};
  return {
    names: (listed.files ?? []).map(({ path }) => path),
    address: (name) => `${base}/files?${new URLSearchParams({ artifact_file_path: name, workspace })}`,
  };
}

async function readText(address: string, signal: AbortSignal): Promise<string | undefined> {
  const response = await fetch(address, { signal });
  return response.ok ? response.text() : undefined;
}
