import type { Deps } from "@plumbline/core/kernel";
import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Histogram, Registry } from "prom-client";

/** `/health/live`, `/health/ready` and Prometheus metrics. Readiness turns false as soon as the process begins to stop. */
export function observability(app: FastifyInstance, deps: Deps, isStopping: () => boolean): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "plumbline_" });
  const durations = new Histogram({
    name: "plumbline_http_request_duration_seconds",
    help: "Time from request to answer, by route.",
    labelNames: ["method", "route", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.config.operation?.id ?? request.routeOptions.url ?? "unknown";
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.get("/health/live", { config: { public: "probes carry no credentials" } }, () => ({ status: "live" }));
  app.get("/health/ready", { config: { public: "probes carry no credentials" } }, async (_request, reply) => {
    const checks = { database: await answers(() => deps.db.ping()), process: isStopping() ? "stopping" : "ok" };
    const isReady = Object.values(checks).every((state) => state === "ok");
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? "ready" : "not ready", checks });
  });
  app.get("/metrics", { config: { public: "figures of the process, without names of tenants" } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}

const answers = (check: () => Promise<unknown>): Promise<"ok" | "down"> =>
  check().then(
    () => "ok",
    () => "down",
  );
