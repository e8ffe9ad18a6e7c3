import * as contract from "@plumbline/contracts/evidence/evidence";
import type { Operation } from "@plumbline/contracts/operation";
import { readEvidenceFile, uploadEvidenceFile } from "@plumbline/core/evidence";
import { authorize, type Deps, parseInput } from "@plumbline/core/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { callerOf } from "#src/request-context.ts";
import { queryOf } from "#src/routes/bind-verbs.ts";
import { sendContent } from "./send-content.ts";

/** Files that evidence is made from come as streams; documents are handed out to be kept, never to be opened here. */
export function evidenceFileRoutes(app: FastifyInstance, deps: Deps): void {
  const { readEvidenceFile: reading, uploadEvidenceFile: writing } = contract;
  app.get(`/api/v1${reading.path}`, { config: { operation: reading } }, async (request, reply) => {
    const content = await readEvidenceFile(deps, callerOf(request), await read(request, reading));
    return sendContent(request, reply, { content, asDownload: true });
  });

  // A body of any type is a stream here; its size is counted as it passes, since the parser's limit does not apply.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.put(`/api/v1${writing.path}`, { config: { operation: writing } }, async (request) => {
      const input = await read(request, writing);
      const announcedBytes = Number(request.headers["content-length"]) || undefined;
      return writing.response.parse(await uploadEvidenceFile(deps, callerOf(request), { ...input, source: request.raw, announcedBytes }));
    });
  });

  async function read<O extends Operation>(request: FastifyRequest, operation: O) {
    await authorize(deps, callerOf(request), operation);
    return parseInput(operation, { ...queryOf(request, operation), ...(request.params as object) });
  }
}
