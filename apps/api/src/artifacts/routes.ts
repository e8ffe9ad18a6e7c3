import * as contract from "@plumbline/contracts/artifacts";
import type { Operation } from "@plumbline/contracts/operation";
import { deleteArtifacts, listRunArtifacts, readArtifact, readRunTable, runArtifactPath, writeArtifact } from "@plumbline/core/artifacts";
import { authorize, type Deps, parseInput } from "@plumbline/core/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { callerOf } from "#src/request-context.ts";
import { queryOf, routes } from "#src/routes/bind-verbs.ts";
import { sendContent } from "./send-content.ts";

const url = "/api/v1/runs/:runId/artifacts/content";

/** A run's artifacts: listing as an ordinary operation, bytes as streams. */
export function artifactRoutes(app: FastifyInstance, options: { readonly deps: Deps; readonly limitBytes: number }): void {
  const { deps, limitBytes } = options;
  routes([listRunArtifacts])(app, deps);

  app.get(url, { config: { operation: contract.readRunArtifact } }, async (request, reply) => {
    const input = await read(request, contract.readRunArtifact);
    const path = await runArtifactPath(deps, callerOf(request), input);
    const content = await readArtifact(deps, callerOf(request), { path });
    return sendContent(request, reply, { content, asDownload: input.download });
  });

  app.get("/api/v1/runs/:runId/artifacts/table", { config: { operation: contract.readRunTable } }, async (request, reply) => {
    const given = new AbortController();
    reply.raw.once("close", () => given.abort());
    return readRunTable(deps, callerOf(request), { ...(await read(request, contract.readRunTable)), signal: given.signal });
  });

  app.delete(url, { config: { operation: contract.deleteRunArtifact } }, async (request) => {
    const input = await read(request, contract.deleteRunArtifact);
    const path = await runArtifactPath(deps, callerOf(request), input);
    await deleteArtifacts(deps, callerOf(request), { path });
    return {};
  });

  // A body of any type is a stream here; its size is counted as it passes, since the parser's limit does not apply.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.put(url, { config: { operation: contract.writeRunArtifact } }, async (request) => {
      const input = await read(request, contract.writeRunArtifact);
      const path = await runArtifactPath(deps, callerOf(request), input);
      const entry = await writeArtifact(deps, callerOf(request), { path, source: request.raw, maxBytes: limitBytes });
      return { ...entry, path: input.path };
    });
  });

  async function read<O extends Operation>(request: FastifyRequest, operation: O) {
    await authorize(deps, callerOf(request), operation);
    return parseInput(operation, { ...queryOf(request, operation), ...(request.params as object) });
  }
}
