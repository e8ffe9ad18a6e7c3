import type { Operation } from "@plumbline/contracts/operation";
import type { Caller } from "@plumbline/core/kernel";
import type { FastifyRequest } from "fastify";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks, once the request was authenticated. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** What the route serves: its permission and audit policy are declared there. */
    operation?: Operation;
    /** Why a route without an operation may be asked by anybody. */
    public?: string;
    /** Answered by the portal's own server, which sets its own headers. */
    isPortal?: boolean;
  }
}

/** Turns a request into a caller; throws `unauthenticated` for a credential that is not valid. */
export type Authenticate = (request: FastifyRequest) => Promise<Caller>;

/** The caller of an authenticated route. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error("this route was not authenticated");
  return request.caller;
}
