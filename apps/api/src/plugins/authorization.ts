import { authorize, type Deps } from "@plumbline/core/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { callerOf } from "#src/request-context.ts";

/**
 * Checks the permission that a route declares before its body is read, so that nobody can make the process parse or
 * store what they may not send. The verbs check it too: this is not their only guard. Registered after the limit of
 * requests, whose hook then comes first.
 */
export function authorization(app: FastifyInstance, deps: Deps): void {
  const check = async (request: FastifyRequest) => {
    const { operation } = request.routeOptions.config;
    if (operation) await authorize(deps, callerOf(request), operation);
  };
  app.addHook("onRoute", (route) => {
    if (route.config?.operation) route.preParsing = [route.preParsing ?? [], check].flat();
  });
}
