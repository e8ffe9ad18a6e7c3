import { isTracing, type OpenSpan, openSpan } from "@plumbline/tracing";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** A span for each request that asks for an operation; probes and pages have none. Nothing where nobody traces. */
export function traceRequests(app: FastifyInstance): void {
  if (!isTracing()) return;
  const spans = new WeakMap<FastifyRequest, OpenSpan>();
  app.addHook("onRequest", (request, _reply, done) => {
    const span = spanOf(request);
    if (!span) return done();
    spans.set(request, span);
    span.within(done);
  });
  // A body arrives outside of whatever was begun before it.
  app.addHook("preValidation", (request, _reply, done) => {
    const span = spans.get(request);
    if (span) span.within(done);
    else done();
  });
  app.addHook("onResponse", async (request, reply) => {
    const { statusCode } = reply;
    const span = spans.get(request);
    span?.set({ "http.response.status_code": statusCode });
    span?.end(statusCode >= 500 ? String(statusCode) : undefined);
  });
}

function spanOf({ method, headers, id, routeOptions }: FastifyRequest): OpenSpan | undefined {
  const { operation } = routeOptions.config;
  if (!operation) return undefined;
  // The route and not the address, which names things of the workspace.
  const route = routeOptions.url ?? "";
  const { traceparent } = headers;
  return openSpan(`${method} ${route}`, {
    kind: "server",
    parent: typeof traceparent === "string" ? traceparent : undefined,
    attributes: { "http.request.method": method, "http.route": route, "plumbline.operation": operation.id, "plumbline.request_id": id },
  });
}
