import type { FastifyInstance } from "fastify";
import { openApiDocument } from "./openapi.ts";
import { referencePage } from "./page.ts";

/** The reference: for machines at `/api/v1/openapi.json`, for people at `/docs/api`. Both are made once. */
export function referenceRoutes(app: FastifyInstance, publicUrl: string): void {
  const document = JSON.stringify(openApiDocument(publicUrl));
  const page = referencePage();
  app.get("/api/v1/openapi.json", { config: { public: "the contract is no secret" } }, (_request, reply) =>
    reply.type("application/json").header("cache-control", "public, max-age=300").send(document),
  );
  app.get("/docs/api", { config: { public: "the contract is no secret" } }, (_request, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
      .header("cache-control", "public, max-age=300")
      .send(page),
  );
}
