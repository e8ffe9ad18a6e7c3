import * as contract from "@plumbline/contracts/jobs/template";
import type { Operation } from "@plumbline/contracts/operation";
import { readSource, uploadSource } from "@plumbline/core/jobs";
import { authorize, type Deps, parseInput } from "@plumbline/core/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { sendContent } from "#src/artifacts/send-content.ts";
import { callerOf } from "#src/request-context.ts";
import { queryOf } from "#src/routes/bind-verbs.ts";

/** Code of jobs comes and goes as a stream. */
export function sourceRoutes(app: FastifyInstance, deps: Deps): void {
  const { readSource: reading, uploadSource: writing } = contract;
  app.get(`/api/v1${reading.path}`, { config: { operation: reading } }, async (request, reply) => {
    const content = await readSource(deps, callerOf(request), await read(request, reading));
    return sendContent(request, reply, { content, asDownload: true });
  });

  // A body of any type is a stream here; its size is counted as it passes, since the parser's limit does not apply.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.put(`/api/v1${writing.path}`, { config: { operation: writing } }, async (request) => {
      const { name } = await read(request, writing);
      const announcedBytes = Number(request.headers["content-length"]) || undefined;
      return writing.response.parse(await uploadSource(deps, callerOf(request), { name, source: request.raw, announcedBytes }));
    });
  });

  async function read<O extends Operation>(request: FastifyRequest, operation: O) {
    await authorize(deps, callerOf(request), operation);
    return parseInput(operation, { ...queryOf(request, operation), ...(request.params as object) });
  }
}
