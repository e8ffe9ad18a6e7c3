import type { ArtifactContent } from "@plumbline/core/artifacts";
import type { FastifyReply, FastifyRequest } from "fastify";
import mime from "mime";
import { parseRange } from "./byte-range.ts";

/** From here on a download is sent to the storage itself, where that hands out addresses. */
const linkedFromBytes = 8 * 2 ** 20;
const scriptable = /html|svg|xml|javascript|pdf/;

/**
 * Type to serve a file as. Text without a registered type is shown as text; nothing is guessed from its bytes.
 */
export function contentTypeOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const type =
    mime.getType(name) ??
    (/^(MLmodel|LICENSE|README|Dockerfile)$|\.(log|cfg|ini|toml|lock|py|r|sql)$/i.test(name) ? "text/plain" : "application/octet-stream");
  return /^text\/|json$|yaml$|javascript$/.test(type) ? `${type}; charset=utf-8` : type;
}

interface Given {
  readonly content: ArtifactContent;
  readonly asDownload: boolean;
  /** In place of the type and disposition chosen here; for a surface whose clients expect others. */
  readonly headers?: Readonly<Record<"content-type" | "content-disposition", string>>;
}

/**
 * Streams an artifact: ranges, conditional requests, and headers under which no file can act as the portal. A document
 * opens in an opaque origin without scripts (`sandbox`), and its type is never sniffed.
 */
export async function sendContent(request: FastifyRequest, reply: FastifyReply, given: Given): Promise<FastifyReply> {
  const address = await findLink(request, given);
  if (address !== undefined) return reply.header("cache-control", "no-store").redirect(address, 302);
  const { content, asDownload } = given;
  const etag = `"${content.sha256}"`;
  const type = contentTypeOf(content.path);
  reply
    .header("etag", etag)
    .header("accept-ranges", "bytes")
    .header("cache-control", "private, no-cache")
    .header("x-content-type-options", "nosniff")
    .header("content-security-policy", policyOf(type))
    .header("content-disposition", disposition(content.path, asDownload || /javascript/.test(type)))
    .header("content-type", type)
    .headers(given.headers ?? {});
  if (scriptable.test(type)) reply.header("cross-origin-opener-policy", "same-origin");
  if (request.headers["if-none-match"] === etag) return reply.code(304).send();
  const isStale = request.headers["if-range"] !== undefined && request.headers["if-range"] !== etag;
  const asked = parseRange(isStale ? undefined : request.headers.range, content.sizeBytes);
  if (asked.kind === "unsatisfiable") {
    return reply.code(416).header("content-range", `bytes */${content.sizeBytes}`).header("content-length", 0).send();
  }
  if (asked.kind === "whole") {
    reply.header("content-length", content.sizeBytes);
    return reply.send(request.method === "HEAD" ? "" : await content.open());
  }
  reply
    .code(206)
    .header("content-length", asked.end - asked.start + 1)
    .header("content-range", `bytes ${asked.start}-${asked.end}/${content.sizeBytes}`);
  return reply.send(await content.open(asked));
}

/** A reader of PDF does not open in a sandbox, and needs none: it is no part of the page, and a PDF's scripts see no page. */
function policyOf(type: string): string {
  if (type === "application/pdf") return "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";
  return "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
}

/** Large downloads of the whole need nothing of this process; what is shown, or asked for in parts, stays under the headers below. */
async function findLink(request: FastifyRequest, { content, asDownload, headers }: Given): Promise<string | undefined> {
  const isWhole = request.method === "GET" && request.headers.range === undefined && request.headers["if-none-match"] === undefined;
  if (!content.link || !asDownload || !isWhole || content.sizeBytes < linkedFromBytes) return undefined;
  const type = contentTypeOf(content.path);
  return content.link({
    contentType: headers?.["content-type"] ?? type,
    contentDisposition: headers?.["content-disposition"] ?? disposition(content.path, true),
  });
}

/** RFC 6266: an ASCII name for old readers, the exact one beside it. */
export function disposition(path: string, isAttachment: boolean): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const plain = name.replace(/[^\w.-]/g, "_");
  return `${isAttachment ? "attachment" : "inline"}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;
}
