import type { Deps } from "@plumbline/core/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import { callerOf } from "#src/request-context.ts";
import { artifactProxyRoutes } from "./artifact-proxy.ts";
import { type MlflowError, toMlflowError } from "./errors.ts";
import { experimentRoutes } from "./experiments.ts";
import { inputRoutes } from "./inputs.ts";
import { loggedModelRoutes } from "./logged-models.ts";
import { loggingRoutes } from "./logging.ts";
import { metricRoutes } from "./metrics.ts";
import { modelAliasRoutes } from "./model-aliases.ts";
import { modelVersionRoutes } from "./model-versions.ts";
import { registeredModelRoutes } from "./registered-models.ts";
import { jsonLimitBytes } from "./request.ts";
import type { MlflowRoute } from "./route.ts";
import { browserFileRoutes, runArtifactRoutes } from "./run-artifacts.ts";
import { runRoutes } from "./runs.ts";
import { serverRoutes } from "./server.ts";
import { webhookRoutes } from "./webhooks.ts";
import { workspaceRoutes } from "./workspaces.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Path of an MLflow route as its table writes it; the words of an error depend on it. */
    mlflowPath?: string;
  }
}

/** Every JSON route below `/{api,ajax-api}/{2.0,3.0}/mlflow/`. */
const mlflowRoutes: readonly MlflowRoute[] = [
  ...experimentRoutes,
  ...runRoutes,
  ...loggingRoutes,
  ...metricRoutes,
  ...inputRoutes,
  ...loggedModelRoutes,
  ...runArtifactRoutes,
  ...workspaceRoutes,
  ...registeredModelRoutes,
  ...modelAliasRoutes,
  ...modelVersionRoutes,
  ...webhookRoutes,
];

const prefixes = ["/api", "/ajax-api"] as const;
const versions = ["2.0", "3.0"] as const;

/** The REST surface that stock MLflow clients speak: it encodes and decodes, core does the rest. Wants a scope of its own. */
export function mlflowSurface(app: FastifyInstance, options: { readonly deps: Deps; readonly artifactLimitBytes: number }): void {
  app.setErrorHandler((error, request, reply) =>
    sendError({ request, reply }, toMlflowError(error, request.routeOptions.config.mlflowPath ?? "", options.deps.publicUrl)),
  );
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  serverRoutes(app);
  for (const route of mlflowRoutes) {
    for (const prefix of route.isAjaxOnly ? (["/ajax-api"] as const) : prefixes) {
      for (const version of versions) mount(app, options.deps, { route, url: `${prefix}/${version}/mlflow/${route.path}` });
    }
  }
  artifactProxyRoutes(app, options);
  browserFileRoutes(app, options.deps);
  for (const url of ["/api/:version/mlflow/*", "/api/2.0/mlflow-artifacts/*", "/ajax-api/*", "/v1/traces"]) {
    app.all(url, { config: { public: "no such route; nothing is read" } }, answerUnknown);
  }
}

function mount(app: FastifyInstance, deps: Deps, { route, url }: { route: MlflowRoute; url: string }): void {
  const { operation, path } = route;
  app.route({
    method: route.method,
    url,
    bodyLimit: jsonLimitBytes,
    config: { operation, mlflowPath: path },
    handler: async (request, reply) => {
      const call = { deps, caller: callerOf(request), params: request.params as Record<string, string> };
      const answer = await route.answer(call, request, reply);
      if (reply.sent) return reply;
      return reply
        .code(route.status ?? 200)
        .type("application/json")
        .send(answer === undefined ? "{}" : JSON.stringify(answer));
    },
  });
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function sendError({ request, reply }: Exchange, error: MlflowError): FastifyReply {
  if (error.fault !== undefined) request.log.error({ err: error.fault, code: error.body.error_code }, "request failed");
  if (error.retryAfterSeconds !== undefined) reply.header("retry-after", error.retryAfterSeconds);
  if (error.status === 401) reply.header("www-authenticate", 'Bearer realm="plumbline"');
  return reply.code(error.status).type("application/json").send(JSON.stringify(error.body));
}

const methodsByPattern = new Map<string, { pattern: RegExp; methods: Set<HTTPMethods> }>();
for (const { path, method } of mlflowRoutes) {
  const pattern = `^/(?:api|ajax-api)/[23]\\.0/mlflow/${path.replace(/:\w+/g, "[^/]+").replace("*", ".+")}$`;
  const known = methodsByPattern.get(path) ?? { pattern: new RegExp(pattern), methods: new Set() };
  methodsByPattern.set(path, { ...known, methods: known.methods.add(method) });
}

/** Clients take 404 ENDPOINT_NOT_FOUND for "this server is older" and do without. */
function answerUnknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split("?", 1)[0] ?? "";
  const known = [...methodsByPattern.values()].find(({ pattern }) => pattern.test(path));
  if (!known) {
    const body = { error_code: "ENDPOINT_NOT_FOUND", message: `There is no ${request.method} ${path} on this server.` };
    return sendError({ request, reply }, { status: 404, body });
  }
  const allowed = [...known.methods].join(", ");
  const body = { error_code: "BAD_REQUEST", message: `${request.method} is not allowed for ${path}; use ${allowed}.` };
  return sendError({ request, reply: reply.header("allow", allowed) }, { status: 405, body });
}
