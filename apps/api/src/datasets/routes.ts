import * as contract from "@plumbline/contracts/datasets/version";
import type { Operation } from "@plumbline/contracts/operation";
import {
  createDataset,
  createVersionFromInput,
  deleteDataset,
  getDataset,
  getPreview,
  getProfile,
  getVersion,
  listDatasets,
  listUses,
  listVersions,
  readVersionFile,
  requestProfile,
  updateDataset,
  uploadVersion,
} from "@plumbline/core/datasets";
import { authorize, type Deps, parseInput } from "@plumbline/core/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { sendContent } from "#src/artifacts/send-content.ts";
import { callerOf } from "#src/request-context.ts";
import { queryOf, routes } from "#src/routes/bind-verbs.ts";

const verbs = [
  listDatasets,
  createDataset,
  getDataset,
  updateDataset,
  deleteDataset,
  listVersions,
  getVersion,
  createVersionFromInput,
  listUses,
  getProfile,
  getPreview,
  requestProfile,
];

/** Datasets: ordinary operations, and files as streams. */
export function datasetRoutes(app: FastifyInstance, options: { readonly deps: Deps; readonly limitBytes: number }): void {
  const { deps, limitBytes } = options;
  routes(verbs)(app, deps);

  app.get(`/api/v1${contract.readVersionFile.path}`, { config: { operation: contract.readVersionFile } }, async (request, reply) => {
    const file = await readVersionFile(deps, callerOf(request), await read(request, contract.readVersionFile));
    const content = { ...file, path: file.fileName, updatedAt: file.createdAt };
    return sendContent(request, reply, { content, asDownload: true });
  });

  // A body of any type is a stream here; its size is counted as it passes, since the parser's limit does not apply.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.put(`/api/v1${contract.uploadVersion.path}`, { config: { operation: contract.uploadVersion } }, async (request) => {
      const input = await read(request, contract.uploadVersion);
      const announcedBytes = Number(request.headers["content-length"] ?? Number.NaN) || undefined;
      return uploadVersion(deps, callerOf(request), { ...input, source: request.raw, announcedBytes, maxBytes: limitBytes });
    });
  });

  async function read<O extends Operation>(request: FastifyRequest, operation: O) {
    await authorize(deps, callerOf(request), operation);
    return parseInput(operation, { ...queryOf(request, operation), ...(request.params as object) });
  }
}
