import type { Operation } from "@plumbline/contracts/operation";
import { operations } from "@plumbline/contracts/operations";
import { Problem } from "@plumbline/contracts/problem";
import { z } from "zod";

/** JSON Schema of what callers send (`input`) or receive (`output`). */
const schemaOf = (schema: z.ZodType, io: "input" | "output") => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return json;
};

const problem = {
  description: "Refused or failed; `code` says why.",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

/** OpenAPI 3.1 of every operation, made from the contracts. */
export function openApiDocument(publicUrl: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = `/api/v1${operation.path.replace(/:([A-Za-z]+)/g, "{$1}")}`;
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Plumbline", version: "1", license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    servers: [{ url: publicUrl }],
    security: [{ token: [] }, { tokenAsPassword: [] }],
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, "output") },
      securitySchemes: { token: { type: "http", scheme: "bearer" }, tokenAsPassword: { type: "http", scheme: "basic" } },
    },
  };
}

function describe(operation: Operation): Record<string, unknown> {
  return {
    operationId: operation.id,
    tags: [operation.id.slice(0, operation.id.indexOf("."))],
    summary: operation.summary,
    "x-permission": operation.permission,
    "x-audit": operation.audit,
    ...(operation.permission === "public" ? { security: [] } : {}),
    parameters: [...parameters(operation.params, "path"), ...parameters(operation.query, "query"), ...headers(operation)],
    ...(operation.body
      ? { requestBody: { required: true, content: { "application/json": { schema: schemaOf(operation.body, "input") } } } }
      : {}),
    responses: {
      "200": { description: "Done.", content: { "application/json": { schema: schemaOf(operation.response, "output") } } },
      default: problem,
    },
  };
}

function parameters(schema: z.ZodObject | undefined, where: "path" | "query") {
  return Object.entries(schema?.shape ?? {}).map(([name, type]) => ({
    name,
    in: where,
    required: where === "path" || !(type as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(type as z.ZodType, "input"),
  }));
}

const headers = (operation: Operation) =>
  operation.idempotent
    ? [
        {
          name: "Idempotency-Key",
          in: "header",
          required: false,
          schema: { type: "string", maxLength: 200 },
          description: "The first answer to this key is given again for a day.",
        },
      ]
    : [];
