import * as contract from "@plumbline/contracts/jobs/log";
import { downloadLog } from "@plumbline/core/jobs";
import { authorize, type Deps, parseInput } from "@plumbline/core/kernel";
import type { FastifyInstance } from "fastify";
import { disposition } from "#src/artifacts/send-content.ts";
import { callerOf } from "#src/request-context.ts";
import { queryOf } from "#src/routes/bind-verbs.ts";

/** Logs as files of plain text: of a length that nobody knows before, since a program may print on while they are read. */
export function logRoutes(app: FastifyInstance, deps: Deps): void {
  const operation = contract.downloadLog;
  app.get(`/api/v1${operation.path}`, { config: { operation } }, async (request, reply) => {
    const caller = callerOf(request);
    await authorize(deps, caller, operation);
    const input = parseInput(operation, { ...queryOf(request, operation), ...(request.params as object) });
    const { fileName, content } = await downloadLog(deps, caller, input);
    return reply
      .header("content-type", "text/plain; charset=utf-8")
      .header("content-disposition", disposition(fileName, true))
      .header("cache-control", "private, no-store")
      .header("x-content-type-options", "nosniff")
      .send(content);
  });
}
