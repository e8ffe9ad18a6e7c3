import * as contract from "@plumbline/contracts/artifacts";
import { deleteArtifacts, listArtifacts, readArtifact, writeArtifact } from "@plumbline/core/artifacts";
import { AppError, type Caller, type Deps } from "@plumbline/core/kernel";
import { isVersionPath, listVersionTree, readVersionTree } from "@plumbline/core/registry";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sendContent } from "#src/artifacts/send-content.ts";
import { callerOf } from "#src/request-context.ts";
import { artifactPathOf, downloadHeaders } from "./artifact-path.ts";
import { allFiles } from "./file-list.ts";
import { notImplemented, refused } from "./texts.ts";

export interface ArtifactOptions {
  readonly deps: Deps;
  readonly artifactLimitBytes: number;
}

interface Wildcard {
  readonly Params: { readonly "*": string };
}

/** The store that clients upload to and download from, by workspace-wide paths. */
export function artifactProxyRoutes(app: FastifyInstance, options: ArtifactOptions): void {
  for (const prefix of ["/api", "/ajax-api"]) {
    const root = `${prefix}/2.0/mlflow-artifacts`;
    readingRoutes(app, options.deps, root);
    writingRoutes(app, options, root);
    unsupportedRoutes(app, root);
  }
}

function readingRoutes(app: FastifyInstance, deps: Deps, root: string): void {
  app.get<{ Querystring: { path?: string } }>(
    `${root}/artifacts`,
    { config: { operation: contract.listRunArtifacts } },
    async (request) => {
      const path = artifactPathOf(request.query.path ?? "");
      if (isVersionPath(path)) return { files: await allFiles(() => listVersionTree(deps, callerOf(request), path)) };
      return { files: await allFiles((cursor) => listArtifacts(deps, callerOf(request), { path, cursor })) };
    },
  );
  app.get<Wildcard>(`${root}/artifacts/*`, { config: { operation: contract.readRunArtifact } }, (request, reply) =>
    sendFile({ deps, request, reply }, artifactPathOf(request.params["*"])),
  );
}

function writingRoutes(app: FastifyInstance, { deps, artifactLimitBytes }: ArtifactOptions, root: string): void {
  app.delete<Wildcard>(`${root}/artifacts/*`, { config: { operation: contract.deleteRunArtifact } }, async (request) => {
    const path = refuseVersionPath(artifactPathOf(request.params["*"]));
    await deleteArtifacts(deps, callerOf(request), { path }).catch(absentIsGone);
    return {};
  });
  app.register((uploads, _options, done) => {
    streamBodies(uploads);
    uploads.put<Wildcard>(`${root}/artifacts/*`, { config: { operation: contract.writeRunArtifact } }, async (request, reply) => {
      const path = refuseVersionPath(artifactPathOf(request.params["*"]));
      await writeArtifact(deps, callerOf(request), { path, source: request.raw, maxBytes: artifactLimitBytes });
      return reply.code(200).send();
    });
    done();
  });
}

/** What was registered is what is loaded: nobody writes among the files of versions. */
function refuseVersionPath(path: string): string {
  if (isVersionPath(path))
    throw refused("The files of registered model versions do not change. Log other files and register another version.");
  return path;
}

/** Bodies of any type arrive as they are, and are never held in memory. */
export function streamBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
}

function absentIsGone(error: unknown): void {
  if (!(error instanceof AppError && error.code === "not-found")) throw error;
}

/** Clients fall back to plain requests when they read 501. */
function unsupportedRoutes(app: FastifyInstance, root: string): void {
  for (const step of ["create", "complete", "abort"]) {
    app.post(`${root}/mpu/${step}/*`, { config: { operation: contract.writeRunArtifact } }, () => {
      throw notImplemented("Multipart upload is not supported for the current artifact repository");
    });
  }
  app.get(`${root}/presigned/*`, { config: { operation: contract.readRunArtifact } }, () => {
    throw notImplemented("Multipart download is not supported for the current artifact repository");
  });
}

interface Exchange {
  readonly deps: Deps;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Streams a file as stock servers do; a directory is told apart from nothing. */
export async function sendFile({ deps, request, reply }: Exchange, path: string): Promise<FastifyReply> {
  const caller = callerOf(request);
  if (isVersionPath(path)) {
    const content = await readVersionTree(deps, caller, path);
    return sendContent(request, reply, { content, asDownload: true, headers: downloadHeaders(path) });
  }
  const content = await readArtifact(deps, caller, { path }).catch((error: unknown) => refuseDirectory({ deps, caller, path }, error));
  return sendContent(request, reply, { content, asDownload: true, headers: downloadHeaders(path) });
}

async function refuseDirectory({ deps, caller, path }: { deps: Deps; caller: Caller; path: string }, error: unknown): Promise<never> {
  if (!(error instanceof AppError && error.params.noun === "artifact")) throw error;
  const below = await listArtifacts(deps, caller, { path, limit: 1 });
  throw below.items.length > 0 ? refused(`Artifact path refers to a directory, not a file: '${path}'`) : error;
}
