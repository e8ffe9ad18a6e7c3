import { Readable } from "node:stream";
import * as contract from "@plumbline/contracts/experiments/export-runs";
import { exportRuns } from "@plumbline/core/experiments";
import { authorize, type Deps, parseInput } from "@plumbline/core/kernel";
import type { FastifyInstance } from "fastify";
import { callerOf } from "#src/request-context.ts";
import { readInput } from "./bind-verbs.ts";

/** Streams runs as a file: a page of the database at a time is in memory. Whoever goes away ends the reading. */
export function exportRunsRoute(app: FastifyInstance, deps: Deps): void {
  const operation = contract.exportRuns;
  app.route({
    method: operation.method,
    url: `/api/v1${operation.path}`,
    config: { operation },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      await authorize(deps, caller, operation);
      const input = parseInput(operation, readInput(request, operation));
      const left = new AbortController();
      reply.raw.once("close", () => left.abort());
      const file = await exportRuns({ deps, caller, input, signal: left.signal });
      return reply
        .type(file.contentType)
        .header("content-disposition", `attachment; filename="${file.fileName}"`)
        .send(Readable.from(file.content, { objectMode: false }));
    },
  });
}
