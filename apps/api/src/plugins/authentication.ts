import type { FastifyInstance } from "fastify";
import type { Authenticate } from "#src/request-context.ts";

/** Authenticates each request to a route that has an operation, before its body is read. */
export function authentication(app: FastifyInstance, authenticate: Authenticate): void {
  app.decorateRequest("caller", null);
  app.addHook("onRequest", async (request) => {
    if (request.routeOptions.config.operation) request.caller = await authenticate(request);
  });
}
