import * as entities from "./entities.ts";
import { pages } from "./pages.ts";
import { type ArtifactReader, openArtifacts } from "./read-artifacts.ts";
import { openHistories, type ReadHistory } from "./read-history.ts";
import type { SourceCall, SourceCalls } from "./source-calls.ts";
import { SourceFailure } from "./source-failure.ts";

/** What an MLflow server holds, read page by page. */
export interface MlflowSource {
  /** `3.17.2`; null where the server does not say. Throws where what answers is no MLflow server. */
  version(): Promise<string | null>;
  experiments(): AsyncIterable<readonly entities.SourceExperiment[]>;
  /** Deleted ones too, newest first: what begins meanwhile pushes none out of sight. */
  runs(experimentId: string): AsyncIterable<readonly entities.SourceRun[]>;
  loggedModels(experimentId: string): AsyncIterable<readonly entities.SourceLoggedModel[]>;
  registeredModels(): AsyncIterable<readonly entities.SourceModel[]>;
  /** With its aliases. */
  registeredModel(name: string): Promise<entities.SourceModel>;
  versions(model: string): Promise<entities.SourceVersion[]>;
  readonly history: ReadHistory;
  readonly artifacts: ArtifactReader;
}

const api = "/api/2.0/mlflow";
const runsAtOnce = 500;

export function openMlflow(calls: SourceCalls): MlflowSource {
  return {
    version: () => readVersion(calls),
    experiments: () =>
      pages(calls, entities.ExperimentPage, {
        call: (token) => post("experiments/search", { max_results: 1000, view_type: "ALL", ...token }),
        itemsOf: ({ experiments }) => experiments,
      }),
    runs: (experimentId) =>
      pages(calls, entities.RunPage, {
        call: (token) => post("runs/search", { experiment_ids: [experimentId], run_view_type: "ALL", max_results: runsAtOnce, ...token }),
        itemsOf: ({ runs }) => runs,
      }),
    loggedModels: (experimentId) => loggedModels(calls, experimentId),
    registeredModels: () =>
      pages(calls, entities.RegisteredModelPage, {
        call: ({ page_token: token }) => get("registered-models/search", [["max_results", "1000"], ...tokenPair(token)]),
        itemsOf: ({ registered_models: models }) => models,
      }),
    registeredModel: async (name) =>
      (await calls.ask(entities.RegisteredModelAnswer, get("registered-models/get", [["name", name]]))).registered_model,
    versions: (model) => readVersions(calls, model),
    history: openHistories(calls),
    artifacts: openArtifacts(calls),
  };
}

const post = (path: string, body: unknown): SourceCall => ({ method: "POST", path: `${api}/${path}`, body });
const get = (path: string, query: [string, string][]): SourceCall => ({ method: "GET", path: `${api}/${path}`, query });
const tokenPair = (token: string | undefined): [string, string][] => (token === undefined ? [] : [["page_token", token]]);

/** None at servers before 3.0, which do not know them. */
async function* loggedModels(calls: SourceCalls, experimentId: string): AsyncGenerator<readonly entities.SourceLoggedModel[]> {
  try {
    yield* pages(calls, entities.LoggedModelPage, {
      call: (token) => post("logged-models/search", { experiment_ids: [experimentId], max_results: 50, ...token }),
      itemsOf: ({ models }) => models,
    });
  } catch (error) {
    const isUnknown = error instanceof SourceFailure && (error.status === 404 || error.status === 405 || error.status === 501);
    if (!isUnknown) throw error;
  }
}

async function readVersions(calls: SourceCalls, model: string): Promise<entities.SourceVersion[]> {
  const quoted = model.includes("'") ? `"${model}"` : `'${model}'`;
  const found: entities.SourceVersion[] = [];
  const all = pages(calls, entities.VersionPage, {
    call: ({ page_token: token }) =>
      get("model-versions/search", [["filter", `name = ${quoted}`], ["max_results", "1000"], ...tokenPair(token)]),
    itemsOf: ({ model_versions: versions }) => versions,
  });
  for await (const page of all) found.push(...page);
  return found.sort((left, right) => left.version - right.version);
}

/** Its list of experiments is what tells an MLflow server from any other. */
async function readVersion(calls: SourceCalls): Promise<string | null> {
  try {
    await calls.ask(entities.ExperimentPage, { ...post("experiments/search", { max_results: 1 }), tries: 3 });
  } catch (error) {
    if (error instanceof SourceFailure && error.status !== null && [404, 405].includes(error.status)) {
      throw new SourceFailure(`What answers there is no MLflow server: it does not know ${api}/experiments/search.`, { cause: error });
    }
    throw error;
  }
  const said = await calls.text({ method: "GET", path: "/version", tries: 2 }).catch((error: unknown) => {
    if (error instanceof SourceFailure) return "";
    throw error;
  });
  return /^\s*"?(\d+\.\d+[\w.+-]{0,40})"?\s*$/.exec(said)?.[1] ?? null;
}
