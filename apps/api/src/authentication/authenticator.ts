import type { ApiConfig } from "@plumbline/config";
import { changePassword, deleteCurrentSession, getMe } from "@plumbline/contracts/access/session";
import { isWorkspacePermission } from "@plumbline/contracts/permissions";
import { authenticateSession, authenticateToken, configureAccess, type Principal } from "@plumbline/core/access";
import { type Actor, AppError, type Caller, type Deps } from "@plumbline/core/kernel";
import type { FastifyRequest } from "fastify";
import { readSecret } from "./bearer.ts";
import { clientAddressOf } from "./client-address.ts";
import { refuseCrossSite } from "./same-origin.ts";
import { createSessionReader } from "./session-cookie.ts";

type AuthenticationConfig = Pick<ApiConfig, "secret" | "publicUrl" | "trustedProxies" | "session" | "signInLock" | "rateLimits">;

const nobody: Actor = { kind: "anonymous", id: "anonymous", name: "nobody", via: "none", credentialId: null };
/** All that a person may do before they have changed a password that somebody else set. */
const beforePasswordChange = new Set<string>([getMe.id, changePassword.id, deleteCurrentSession.id]);
const minuteMs = 60_000;

/**
 * Turns requests into callers, by token or by session cookie. A token that is not valid is refused; a session that has
 * ended is nobody's, so that whoever holds an old cookie can still sign in.
 */
export function createAuthenticator({
  deps,
  config,
}: {
  deps: Deps;
  config: AuthenticationConfig;
}): (request: FastifyRequest) => Promise<Caller> {
  configureAccess(deps, {
    sessionIdleMs: config.session.idleMinutes * minuteMs,
    sessionLifetimeMs: config.session.lifetimeMinutes * minuteMs,
    lockAttempts: config.signInLock.attempts,
    lockMs: config.signInLock.minutes * minuteMs,
    addressFailures: config.rateLimits.signInPerMinute,
    addressWindowMs: minuteMs,
  });
  const readSession = createSessionReader(config);
  // A stream asks again and again whether its request still holds; that is not a use.
  const seen = new WeakSet<FastifyRequest>();

  const bySession = async (request: FastifyRequest, isUse: boolean): Promise<Principal | undefined> => {
    const claims = await readSession(request.cookies ?? {});
    if (!claims) return undefined;
    const principal = await authenticateSession(deps, { ...claims, isUse }, workspaceOfSession(request)).catch(nobodyWhenEnded);
    if (!principal) return undefined;
    refuseCrossSite(request, config.publicUrl);
    if (principal.mustChangePassword && !beforePasswordChange.has(request.routeOptions.config.operation?.id ?? ""))
      throw passwordChangeRequired();
    return principal;
  };

  return async (request) => {
    const isUse = !seen.has(request);
    seen.add(request);
    const client = request.headers["user-agent"];
    const secret = readSecret(request.headers.authorization);
    const principal =
      secret === undefined
        ? await bySession(request, isUse)
        : await authenticateToken(deps, secret, { workspaceHeader: workspaceOfToken(request), client, isUse });
    return {
      actor: principal?.actor ?? nobody,
      workspace: principal?.workspace ?? null,
      permissions: principal?.permissions ?? new Set(),
      requestId: request.id,
      address: clientAddressOf(request, config),
      userAgent: client ?? null,
    };
  };
}

function nobodyWhenEnded(error: unknown): undefined {
  if (error instanceof AppError && error.code === "unauthenticated") return;
  throw error;
}

const passwordChangeRequired = () =>
  new AppError("forbidden", "Change the password that was generated for you first; until then nothing else is allowed.", {
    params: { reason: "password-change-required" },
  });

const single = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

function workspaceOfToken({ headers }: FastifyRequest): string | undefined {
  return single(headers["x-mlflow-workspace"]) ?? single(headers["x-plumbline-workspace"]);
}

/**
 * Streams, images and downloads cannot send a header: reads may name the workspace in the query. What is done to the
 * platform or to oneself is done in no workspace, whichever page asks for it.
 */
function workspaceOfSession({ headers, method, query, routeOptions }: FastifyRequest): string | null {
  const { operation } = routeOptions.config;
  if (operation && !isWorkspacePermission(operation.permission)) return null;
  const inQuery = method === "GET" || method === "HEAD" ? single((query as Record<string, unknown>).workspace) : undefined;
  return single(headers["x-plumbline-workspace"]) ?? inQuery ?? null;
}
