import "@plumbline/core/evidence";
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { ensureStarters, publishPolicy } from "@plumbline/core/approvals";
import { writeArtifact } from "@plumbline/core/artifacts";
import type { Caller } from "@plumbline/core/kernel";
import { changeTier } from "@plumbline/core/registry";
import { openTestEnvironment } from "@plumbline/testing";
import Fastify, { type InjectOptions } from "fastify";
import { authentication } from "#src/plugins/authentication.ts";
import { mlflowSurface } from "./surface.ts";

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an answer is read as deep as a test wants
  readonly body: any;
}

export interface Trained {
  readonly run_id: string;
  readonly source: string;
}

const base = "/api/2.0/mlflow/";

/** A workspace of one administrator with the starting policies; of these the one for low risk asks for nothing. */
async function openSite() {
  const env = await openTestEnvironment();
  const workspace = await env.createWorkspace();
  const user = await env.createUser();
  await env.addMember(workspace, user, "admin");
  await ensureStarters(env.deps);
  const admin: Caller = env.callerOf({ workspace, user });
  const source = "name: production-low\nmatch: { tier: low, transition: '* -> production' }\nprotected_aliases: [champion]\n";
  await publishPolicy(env.deps, admin, { policy: "production-low", source, reason: "for tests" });
  const state = { caller: admin, sequence: 0 };
  const app = Fastify({ routerOptions: { maxParamLength: 5000 } });
  authentication(app, () => Promise.resolve(state.caller));
  await app.register(async (scope) => mlflowSurface(scope, { deps: env.deps, artifactLimitBytes: 2 ** 20 }));
  return { env, workspace, admin, state, app };
}

/** MLflow's surface over such a workspace, and the calls that its tests share. */
export async function openTestSurface() {
  const { env, workspace, admin, state, app } = await openSite();

  async function send(options: InjectOptions): Promise<Answer> {
    const answer = await app.inject(options);
    return { status: answer.statusCode, body: answer.json() };
  }
  const call = (method: "POST" | "PATCH" | "DELETE", path: string, body: unknown) =>
    send({ method, url: base + path, headers: { "content-type": "application/json" }, payload: JSON.stringify(body) });
  const post = (path: string, body: unknown) => call("POST", path, body);

  async function made(path: string, body: unknown): Promise<Answer["body"]> {
    const answer = await post(path, body);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async function train(): Promise<Trained> {
    const { run_id, artifact_uri } = (await made("runs/create", { experiment_id: "0", start_time: 1 })).run.info;
    const path = `${artifact_uri.replace("mlflow-artifacts:/", "")}/model/weights.bin`;
    await writeArtifact(env.deps, admin, { path, source: Readable.from([Buffer.from(randomUUID())]) });
    return { run_id, source: `${artifact_uri}/model` };
  }

  const write = (path: string, bytes: string) => writeArtifact(env.deps, admin, { path, source: Readable.from([Buffer.from(bytes)]) });

  return {
    env,
    admin,
    overwrite: write,
    workspace: workspace.name,
    call,
    post,
    /** Any address, answered as text. */
    file: async (url: string) => {
      const { statusCode, payload, headers } = await app.inject({ method: "GET", url });
      return { status: statusCode, payload, disposition: headers["content-disposition"] };
    },
    write: async (method: "PUT" | "DELETE", url: string) => {
      const { statusCode, payload } = await app.inject({ method, url, ...(method === "PUT" ? { payload: "bytes" } : {}) });
      return { status: statusCode, payload };
    },
    get: (path: string, query: Record<string, string | string[]> = {}) => send({ method: "GET", url: base + path, query }),
    /** What is asked while `act` runs comes from a caller with these permissions alone. */
    async withPermissions<T>(permissions: Caller["permissions"], act: () => Promise<T>): Promise<T> {
      state.caller = { ...admin, permissions };
      return act().finally(() => {
        state.caller = admin;
      });
    },
    async newModel(rest: object = {}): Promise<string> {
      const name = `model ${++state.sequence}`;
      await made("registered-models/create", { name, ...rest });
      return name;
    },
    train,
    async newVersion(name: string, rest: object = {}): Promise<string> {
      return (await made("model-versions/create", { name, ...(await train()), ...rest })).model_version.version;
    },
    move: (name: string, version: string, stage: string) => post("model-versions/transition-stage", { name, version, stage }),
    tier: (model: string, level: "low" | "medium" | "high") => changeTier(env.deps, admin, { model, tier: level, reason: "judged" }),
    async close(): Promise<void> {
      await app.close();
      await env.close();
    },
  };
}
export type TestSurface = Awaited<ReturnType<typeof openTestSurface>>;
