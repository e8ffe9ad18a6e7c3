import * as contract from "@plumbline/contracts/registry/version-content";
import { authorize, type Deps, parseInput } from "@plumbline/core/kernel";
import { readVersionFile } from "@plumbline/core/registry";
import type { FastifyInstance } from "fastify";
import { callerOf } from "#src/request-context.ts";
import { queryOf } from "#src/routes/bind-verbs.ts";
import { sendContent } from "./send-content.ts";

/** Streams the files of registered versions. */
export function versionFileRoute(app: FastifyInstance, deps: Deps): void {
  const operation = contract.readVersionFile;
  app.get(`/api/v1${operation.path}`, { config: { operation } }, async (request, reply) => {
    const caller = callerOf(request);
    await authorize(deps, caller, operation);
    const input = parseInput(operation, { ...queryOf(request, operation), ...(request.params as object) });
    const content = await readVersionFile(deps, caller, input);
    return sendContent(request, reply, { content, asDownload: input.download });
  });
}
