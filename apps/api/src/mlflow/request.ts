import type { FastifyRequest } from "fastify";
import { type Fields, objectOf, type RequestJson } from "./fields.ts";
import type { JsonObject } from "./json.ts";
import { refused } from "./texts.ts";

/** Largest JSON request: a dataset's profile alone may have 16 MiB. */
export const jsonLimitBytes = 32 * 1024 * 1024;

/** What a request says, wherever it says it: query of a GET, body of everything else, and of a GET without a query. */
export async function readRequest(request: FastifyRequest, fields: Fields): Promise<RequestJson> {
  const query = request.query as Readonly<Record<string, string | readonly string[]>>;
  if (request.method !== "GET" && request.method !== "HEAD") return readBody(request);
  return Object.keys(query).length > 0 ? { value: fromQuery(query, fields) } : readGetBody(request);
}

/** The JSON text of a body that came with an acceptable content type. */
export function bodyText(request: FastifyRequest): string {
  if (request.method === "POST" || request.method === "PUT") checkContentType(request.headers["content-type"]);
  return Buffer.isBuffer(request.body) ? request.body.toString() : "";
}

function readBody(request: FastifyRequest): RequestJson {
  const source = bodyText(request);
  return { value: objectOf(source), source };
}

function checkContentType(header: string | undefined): void {
  if (header === undefined) throw refused("Bad Request. Content-Type header is missing.");
  if (header.split(";", 1)[0]?.trim().toLowerCase() !== "application/json") {
    throw refused("Bad Request. Content-Type must be one of ['application/json'].");
  }
}

/** A parameter that occurs once is still a list where the field is one; of several values for a scalar the first counts. */
function fromQuery(query: Readonly<Record<string, string | readonly string[]>>, fields: Fields): JsonObject {
  const entries = Object.entries(query).map(([name, value]) => {
    const values = typeof value === "string" ? [value] : value;
    return [name, fields[name]?.isList ? values : values[0]] as const;
  });
  return Object.fromEntries(entries);
}

/** The framework reads no body of a GET; some old clients send one. */
async function readGetBody(request: FastifyRequest): Promise<RequestJson> {
  if (!(Number(request.headers["content-length"]) > 0) && request.headers["transfer-encoding"] === undefined) return { value: {} };
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request.raw as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > jsonLimitBytes) throw refused("Bad Request. The body is too large.");
    parts.push(part);
  }
  const source = Buffer.concat(parts).toString();
  return { value: objectOf(source), source };
}
