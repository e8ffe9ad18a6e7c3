import { Readable } from "node:stream";
import type { EvidenceUpload, ProduceInput, Production } from "@plumbline/contracts/evidence/evidence";
import type { Role } from "@plumbline/contracts/permissions";
import { openTestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { writeArtifact } from "../artifacts/index.ts";
import { createRun } from "../experiments/index.ts";
import { type Caller, type Deps, insertTasks, requestTask, runTask, type TaskDefinition } from "../kernel/index.ts";
import { createModel, registerVersion } from "../registry/index.ts";
import { dropUploads, listProductions, produceEvidence, produceTask, resumeProductions, uploadEvidenceFile } from "./index.ts";

export interface TestVersion {
  readonly model: string;
  readonly version: number;
}

/** A workspace with people who register versions, bring files and ask for evidence; a worker that runs when it is told to. */
export async function openTestEvidence() {
  const env = await openTestEnvironment();
  const queued: string[] = [];
  const deps: Deps = { ...env.deps, onTasks: async (ids) => void queued.push(...ids) };
  const tasks = new Map<string, TaskDefinition>([produceTask, resumeProductions, dropUploads].map((task) => [task.name, task]));
  let sequence = 0;

  const newCaller = async (workspace: TestWorkspace, role: Role = "admin"): Promise<Caller> => {
    const user = await env.createUser();
    await env.addMember(workspace, user, role);
    return env.callerOf({ workspace, user, role });
  };
  const work = async (): Promise<void> => {
    for (let id = queued.shift(); id !== undefined; id = queued.shift()) await runTask(deps, tasks, id);
  };
  const write = (caller: Caller, path: string, bytes: string | Uint8Array) =>
    writeArtifact(deps, caller, { path, source: Readable.from([Buffer.from(bytes)]) });

  /** A version of a new model, or of one that is there, over the files. */
  const register = async (caller: Caller, given: { files?: Record<string, string | Uint8Array>; model?: string } = {}) => {
    const { files = { MLmodel: `flavors: {}\nnumber: ${++sequence}\n` } } = given;
    const { runId, artifactUri } = await createRun(deps, caller, {});
    const root = `${artifactUri.replace("mlflow-artifacts:/", "")}/model`;
    for (const [path, bytes] of Object.entries(files)) await write(caller, `${root}/${path}`, bytes);
    const model = given.model ?? (await createModel(deps, caller, { name: `model ${++sequence}` })).name;
    const made = await registerVersion(deps, caller, { model, source: `${artifactUri}/model`, runId });
    return { model, version: made.version, digest: made.digest ?? "", runId };
  };
  const upload = (
    caller: Caller,
    version: TestVersion,
    file: { name: string; purpose: EvidenceUpload["purpose"]; bytes: string | Uint8Array },
  ): Promise<EvidenceUpload> => {
    const { name, purpose, bytes } = file;
    const { model, version: number } = version;
    return uploadEvidenceFile(deps, caller, { model, version: number, name, purpose, source: Readable.from([Buffer.from(bytes)]) });
  };
  const ask = (caller: Caller, { model, version }: TestVersion, input: ProduceInput): Promise<Production> =>
    produceEvidence(deps, caller, { model, version, produce: input });
  const look = async (caller: Caller, { model, version }: TestVersion, id: string): Promise<Production> => {
    const { items } = await listProductions(deps, caller, { model, version });
    const found = items.find((production) => production.id === id);
    if (!found) throw new Error("no such production");
    return found;
  };
  /** Asks, lets the worker run and answers what became of it. */
  const make = async (caller: Caller, version: TestVersion, input: ProduceInput): Promise<Production> => {
    const { id } = await ask(caller, version, input);
    await work();
    return look(caller, version, id);
  };
  /** A task that runs by itself comes round. */
  const comeRound = async (task: TaskDefinition): Promise<void> => {
    const [id = ""] = await env.db.transaction({ role: "system" }, (tx) => insertTasks(tx, null, [requestTask(task, {})]));
    queued.push(id);
    await work();
  };
  return { comeRound, env, deps, tasks, queued, newCaller, work, write, register, upload, ask, look, make };
}

export type TestEvidence = Awaited<ReturnType<typeof openTestEvidence>>;
