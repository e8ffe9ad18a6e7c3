import * as contract from "@plumbline/contracts/artifacts";
import { readVersionFile as readVersionFileContract } from "@plumbline/contracts/registry/version-content";
import { listArtifacts, listRunArtifacts, runArtifactPath, writeArtifact } from "@plumbline/core/artifacts";
import { getLoggedModel, getRun } from "@plumbline/core/experiments";
import { AppError, type Deps } from "@plumbline/core/kernel";
import { readVersionFile } from "@plumbline/core/registry";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { sendContent } from "#src/artifacts/send-content.ts";
import { callerOf } from "#src/request-context.ts";
import { artifactPathOf, downloadHeaders } from "./artifact-path.ts";
import { sendFile, streamBodies } from "./artifact-proxy.ts";
import { required, text } from "./fields.ts";
import { allFiles } from "./file-list.ts";
import { runIdOf } from "./ids.ts";
import { withVersion } from "./registry-fields.ts";
import { type Call, type MlflowRoute, route } from "./route.ts";
import { notImplemented, refused } from "./texts.ts";

const list = route(
  {
    method: "GET",
    path: "artifacts/list",
    operation: contract.listRunArtifacts,
    fields: { run_id: required(text), path: text, page_token: text },
  },
  async ({ deps, caller }, input) => {
    const runId = runIdOf(input.run_id);
    const path = artifactPathOf(input.path ?? "");
    const { artifactUri } = await getRun(deps, caller, { runId });
    const page = (cursor: string | undefined) =>
      listRunArtifacts(deps, caller, { runId, path, limit: 1000, ...(cursor === undefined ? {} : { cursor }) });
    return { root_uri: artifactUri, files: await allFiles(page) };
  },
);

/** Root of a logged model's files below the platform's own, and the URI that clients know it by. */
async function modelRoot({ deps, caller, params }: Call): Promise<{ uri: string; root: string }> {
  const { artifactUri: uri } = await getLoggedModel(deps, caller, { modelId: params.model_id ?? "" });
  const root = /^mlflow-artifacts:\/*(.*)$/.exec(uri)?.[1];
  if (root === undefined) throw new AppError("invalid", "The files of this model lie outside the platform.");
  return { uri, root };
}

const listModel = route(
  {
    method: "GET",
    path: "logged-models/:model_id/artifacts/directories",
    operation: contract.listRunArtifacts,
    fields: { artifact_directory_path: text, page_token: text },
  },
  async (call, input) => {
    const below = artifactPathOf(input.artifact_directory_path ?? "").replace(/(?<!\/)\/+$/, "");
    const { uri, root } = await modelRoot(call);
    const path = below === "" ? root : `${root}/${below}`;
    const files = await allFiles((cursor) => listArtifacts(call.deps, call.caller, { path, cursor }));
    return { root_uri: uri, files: files?.map((file) => (below === "" ? file : { ...file, path: `${below}/${file.path}` })) };
  },
);

const readModel: MlflowRoute = {
  method: "GET",
  path: "logged-models/:model_id/artifacts/files",
  operation: contract.readRunArtifact,
  isAjaxOnly: true,
  answer: async (call, request, reply) => {
    const given = (request.query as { artifact_file_path?: string }).artifact_file_path;
    if (!given) throw refused('Request must include the "artifact_file_path" query parameter.');
    const path = artifactPathOf(given);
    return sendFile({ deps: call.deps, request, reply }, `${(await modelRoot(call)).root}/${path}`);
  },
};

const presigned = (["upload", "download"] as const).map((direction) =>
  route(
    {
      method: "POST",
      path: `artifacts/presigned-${direction}-url`,
      operation: direction === "upload" ? contract.writeRunArtifact : contract.readRunArtifact,
      fields: {},
    },
    () => Promise.reject(notImplemented(`Presigned ${direction} is not supported: artifacts pass through this server.`)),
  ),
);

export const runArtifactRoutes: readonly MlflowRoute[] = [list, listModel, readModel, ...presigned];

interface FileQuery {
  readonly Querystring: { readonly run_uuid?: string; readonly run_id?: string; readonly path?: string };
}

interface VersionFileQuery {
  readonly Querystring: { readonly name?: string; readonly version?: string; readonly path?: string };
}

/** Links of MLflow's own pages to one file of a run or of a version. */
export function browserFileRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<FileQuery>("/get-artifact", { config: { operation: contract.readRunArtifact } }, async (request, reply) => {
    const { run_uuid, run_id, path } = request.query;
    if (!path) throw refused("Request must specify path.");
    const file = { runId: runIdOf(run_uuid ?? run_id ?? "None"), path: artifactPathOf(path) };
    return sendFile({ deps, request, reply }, await runArtifactPath(deps, callerOf(request), file));
  });
  app.get<VersionFileQuery>("/model-versions/get-artifact", { config: { operation: readVersionFileContract } }, (request, reply) => {
    const { name, version, path } = request.query;
    if (!path) throw refused("Request must specify path.");
    const file = artifactPathOf(path);
    return withVersion({ name: name ?? "", version: version ?? "" }, async (of) => {
      const content = await readVersionFile(deps, callerOf(request), { ...of, path: file });
      return sendContent(request, reply, { content, asDownload: true, headers: downloadHeaders(file) });
    });
  });
  app.register((uploads, _options, done) => {
    streamBodies(uploads);
    for (const version of ["2.0", "3.0"]) {
      const config = { operation: contract.writeRunArtifact };
      uploads.post<FileQuery>(`/ajax-api/${version}/mlflow/upload-artifact`, { config }, async (request, reply) => {
        await upload(deps, request);
        return reply.type("application/json").send("");
      });
    }
    done();
  });
}

async function upload(deps: Deps, request: FastifyRequest<FileQuery>): Promise<void> {
  const { run_uuid: runId, path } = request.query;
  if (!runId) throw refused("Request must specify run_uuid.");
  if (!path) throw refused("Request must specify path.");
  if (request.headers["content-length"] === "0" || request.body === undefined) throw refused("Request must specify data.");
  const caller = callerOf(request);
  const file = await runArtifactPath(deps, caller, { runId: runIdOf(runId), path: artifactPathOf(path) });
  await writeArtifact(deps, caller, { path: file, source: request.raw, maxBytes: browserUploadMax }).catch(tooLarge);
}

const browserUploadMax = 10 * 1024 * 1024;

function tooLarge(error: unknown): never {
  const isTooLarge = error instanceof AppError && error.params.reason === "artifact-too-large";
  throw isTooLarge ? refused("Artifact size is too large. Max size is 10MB.") : error;
}
