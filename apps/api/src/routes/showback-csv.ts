import { Readable } from "node:stream";
import * as contract from "@plumbline/contracts/quotas/showback";
import { authorize, type Deps, parseInput } from "@plumbline/core/kernel";
import { showbackCsv } from "@plumbline/core/quotas";
import type { FastifyInstance } from "fastify";
import { callerOf } from "#src/request-context.ts";
import { queryOf } from "./bind-verbs.ts";

/** Streams hours and costs as CSV: a page of the database at a time is in memory. */
export function showbackCsvRoute(app: FastifyInstance, deps: Deps): void {
  const operation = contract.downloadShowback;
  app.get(`/api/v1${operation.path}`, { config: { operation } }, async (request, reply) => {
    const caller = callerOf(request);
    await authorize(deps, caller, operation);
    const { workspace: _, ...input } = parseInput(operation, queryOf(request, operation));
    const lines = showbackCsv(deps, caller, input);
    // The first line is asked for before the answer begins: what is refused is refused as a problem.
    const first = await lines.next();
    const name = `quotas-${input.by}-${input.from.slice(0, 10)}-${input.to.slice(0, 10)}.csv`;
    return reply
      .type("text/csv; charset=utf-8")
      .header("content-disposition", `attachment; filename="${name}"`)
      .send(Readable.from(after(first.value, lines)));
  });
}

async function* after(first: string | undefined, rest: AsyncIterable<string>): AsyncGenerator<string> {
  if (first !== undefined) yield first;
  yield* rest;
}
