import type { Operation } from "@plumbline/contracts/operation";
import type { Caller, Deps } from "@plumbline/core/kernel";
import { AppError } from "@plumbline/core/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { callerOf } from "#src/request-context.ts";

/** A verb of any operation; input is checked by the verb itself. */
export interface AnyVerb {
  (deps: Deps, caller: Caller, input: never): Promise<unknown>;
  readonly operation: Operation;
}

/** A noun's share of the api. */
export type Routes = (app: FastifyInstance, deps: Deps) => void;

/** Serves operations under `/api/v1`: merges params, query and body, calls the verb, strips the answer by its schema. */
export const routes =
  (verbs: readonly AnyVerb[]): Routes =>
  (app, deps) => {
    for (const verb of verbs) {
      const { operation } = verb;
      app.route({
        method: operation.method,
        url: `/api/v1${operation.path}`,
        config: { operation },
        handler: async (request) => {
          const key = request.headers["idempotency-key"];
          const caller = typeof key === "string" ? { ...callerOf(request), idempotencyKey: key } : callerOf(request);
          const answer = await verb(deps, caller, readInput(request, operation) as never);
          return operation.response.parse(answer);
        },
      });
    }
  };

/** Params, query and body in one; checked by whoever parses it. */
export function readInput(request: FastifyRequest, operation: Operation): Record<string, unknown> {
  const { body } = request;
  if (operation.body && body !== undefined && (typeof body !== "object" || body === null || Array.isArray(body))) {
    throw new AppError("invalid", "The body must be a JSON object.", { fields: [{ path: "", message: "not a JSON object" }] });
  }
  if (!operation.body && body !== undefined && body !== null) {
    throw new AppError("invalid", "This request takes no body.", { fields: [{ path: "", message: "unexpected body" }] });
  }
  return { ...queryOf(request, operation), ...(operation.body ? (body as object | undefined) : {}), ...(request.params as object) };
}

/** A link may name the session's workspace in its query, where it cannot send a header; that is no input of the operation. */
export function queryOf(request: FastifyRequest, operation: Operation): Record<string, unknown> {
  const { workspace, ...query } = request.query as Record<string, unknown>;
  return operation.query && "workspace" in operation.query.shape ? { workspace, ...query } : query;
}
