// What requests look at is read where evidence is kept, which tells approvals so when it is loaded.
import "@plumbline/core/evidence";
import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import type { ChangeFeed } from "@plumbline/core/changes";
import { AppError, type Deps } from "@plumbline/core/kernel";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { evidenceFileRoutes } from "./artifacts/evidence-file-routes.ts";
import { artifactRoutes } from "./artifacts/routes.ts";
import { versionFileRoute } from "./artifacts/version-file-route.ts";
import { datasetRoutes } from "./datasets/routes.ts";
import { logRoutes } from "./jobs/log-routes.ts";
import { sourceRoutes } from "./jobs/source-routes.ts";
import { mlflowSurface } from "./mlflow/surface.ts";
import { authentication } from "./plugins/authentication.ts";
import { authorization } from "./plugins/authorization.ts";
import { drainConnections } from "./plugins/drain.ts";
import { observability } from "./plugins/observability.ts";
import { type PortalOptions, portalProxy } from "./plugins/portal-proxy.ts";
import { limitRates, type RateLimits } from "./plugins/rate-limit.ts";
import { securityHeaders } from "./plugins/security-headers.ts";
import { traceRequests } from "./plugins/tracing.ts";
import { sendProblem } from "./problem.ts";
import { pythonRoutes } from "./python/routes.ts";
import { referenceRoutes } from "./reference/routes.ts";
import type { Authenticate } from "./request-context.ts";
import { accessRoutes } from "./routes/access.ts";
import { approvalRoutes } from "./routes/approvals.ts";
import { auditRoutes } from "./routes/audit.ts";
import { changeRoutes } from "./routes/changes.ts";
import { clusterRoutes } from "./routes/clusters.ts";
import { evidenceRoutes } from "./routes/evidence.ts";
import { experimentRoutes } from "./routes/experiments.ts";
import { exportRunsRoute } from "./routes/export-runs.ts";
import { importRoutes } from "./routes/imports.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { lineageRoutes } from "./routes/lineage.ts";
import { notificationRoutes } from "./routes/notifications.ts";
import { quotaRoutes } from "./routes/quotas.ts";
import { registryRoutes } from "./routes/registry.ts";
import { secretRoutes } from "./routes/secrets.ts";
import { showbackCsvRoute } from "./routes/showback-csv.ts";
import { taskRoutes } from "./routes/tasks.ts";
import { workspaceRoutes } from "./routes/workspaces.ts";

export interface AppOptions {
  readonly deps: Deps;
  readonly feed: ChangeFeed;
  readonly authenticate: Authenticate;
  readonly rateLimits: RateLimits;
  readonly bodyLimitBytes: number;
  readonly artifactLimitBytes: number;
  readonly publicUrl: string;
  /**
   * How long a connection may rest in the middle of a request before it is closed: whoever leaves off in a body would
   * hold it, and an upload its file, for ever. It counts from the last byte in either direction.
   */
  readonly stallTimeoutMs: number;
  readonly isStopping?: () => boolean;
  /** Left out where the portal is served by somebody else: unknown paths are then answered with 404. */
  readonly portal?: PortalOptions;
}

/** The whole HTTP surface over given parts; tests call it with `inject`. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { deps } = options;
  const app = Fastify({
    loggerInstance: deps.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimitBytes,
    forceCloseConnections: "idle",
    connectionTimeout: options.stallTimeoutMs,
    genReqId: (request) => acceptedRequestId(request.headers["x-request-id"]) ?? randomUUID(),
    routerOptions: { maxParamLength: 5000, ignoreTrailingSlash: false },
  });
  refuseUndeclaredRoutes(app);
  traceRequests(app);
  drainConnections(app);
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error));
  await app.register(cookie);
  securityHeaders(app);
  authentication(app, options.authenticate);
  await limitRates(app, options.rateLimits);
  authorization(app, deps);
  app.addHook("onResponse", async (request, reply) => {
    const operation = request.routeOptions.config.operation?.id;
    if (operation)
      request.log.info(
        { operation, status: reply.statusCode, ms: Math.round(reply.elapsedTime), actor: request.caller?.actor.id },
        "answered",
      );
  });
  observability(app, deps, options.isStopping ?? (() => false));
  for (const bind of [
    accessRoutes,
    workspaceRoutes,
    experimentRoutes,
    exportRunsRoute,
    importRoutes,
    registryRoutes,
    approvalRoutes,
    evidenceRoutes,
    jobRoutes,
    secretRoutes,
    clusterRoutes,
    quotaRoutes,
    showbackCsvRoute,
    lineageRoutes,
    notificationRoutes,
    taskRoutes,
    auditRoutes,
  ]) {
    bind(app, deps);
  }
  changeRoutes(app, { deps, feed: options.feed, authenticate: options.authenticate });
  artifactRoutes(app, { deps, limitBytes: options.artifactLimitBytes });
  versionFileRoute(app, deps);
  datasetRoutes(app, { deps, limitBytes: options.artifactLimitBytes });
  evidenceFileRoutes(app, deps);
  logRoutes(app, deps);
  sourceRoutes(app, deps);
  referenceRoutes(app, options.publicUrl);
  pythonRoutes(app);
  await app.register(async (scope) => mlflowSurface(scope, { deps, artifactLimitBytes: options.artifactLimitBytes }));
  app.all("/api/*", { config: { public: "no such route; nothing is read" } }, (request) => {
    throw new AppError("not-found", `There is no ${request.method} ${request.url.split("?")[0]}. The reference is at /docs/api.`);
  });
  if (options.portal) await portalProxy(app, options.portal);
  return app;
}

/** Default deny: a route says which operation it serves, or why anybody may ask it. */
function refuseUndeclaredRoutes(app: FastifyInstance): void {
  app.addHook("onRoute", ({ method, url, config }) => {
    if (config?.operation === undefined && config?.public === undefined) {
      throw new Error(`${String(method)} ${url} declares neither an operation nor why it is public`);
    }
  });
}

/** A caller may name its request, in characters that are safe in a log. */
function acceptedRequestId(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" && /^[\w.-]{8,100}$/.test(header) ? header : undefined;
}
