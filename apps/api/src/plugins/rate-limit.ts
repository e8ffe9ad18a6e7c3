import rateLimit from "@fastify/rate-limit";
import { AppError } from "@plumbline/core/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";

export interface RateLimits {
  readonly requestsPerMinute: number;
  readonly ingestPerMinute: number;
  readonly anonymousPerMinute: number;
  readonly signInPerMinute: number;
}

const minuteMs = 60_000;

/**
 * One allowance per token or session, another for logging, and one per address where nobody is signed in. 0 lifts a
 * limit. Runs after authentication, so that clients behind one proxy do not share a person's allowance.
 */
export async function limitRates(app: FastifyInstance, limits: RateLimits): Promise<void> {
  const allowanceOf = (request: FastifyRequest) => request.routeOptions.config.operation?.rateLimit ?? "call";
  const limitOf = (request: FastifyRequest): number => {
    const allowance = allowanceOf(request);
    if (allowance === "sign-in") return limits.signInPerMinute;
    if (!isAuthenticated(request)) return limits.anonymousPerMinute;
    return allowance === "ingest" ? limits.ingestPerMinute : limits.requestsPerMinute;
  };
  await app.register(rateLimit, {
    global: true,
    hook: "preParsing",
    timeWindow: minuteMs,
    cache: 50_000,
    max: (request) => limitOf(request) || Number.MAX_SAFE_INTEGER,
    allowList: (request) => request.routeOptions.config.operation === undefined,
    keyGenerator: (request) => `${allowanceOf(request)}:${request.caller?.actor.credentialId ?? request.caller?.address ?? request.ip}`,
    addHeadersOnExceeding: { "x-ratelimit-limit": false, "x-ratelimit-remaining": false, "x-ratelimit-reset": false },
    errorResponseBuilder: (_request, context) =>
      new AppError(
        "rate-limited",
        `More than ${context.max} requests in a minute. Wait ${Math.ceil(context.ttl / 1000)} s and try again.`,
        {
          params: { retryAfterSeconds: Math.ceil(context.ttl / 1000) },
        },
      ),
  });
}

const isAuthenticated = (request: FastifyRequest): boolean => (request.caller?.actor.kind ?? "anonymous") !== "anonymous";
