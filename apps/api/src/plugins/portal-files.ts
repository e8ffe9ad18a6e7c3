import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";

const prefix = "/_next/static/";
const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** A file that is kept compressed. */
interface PortalFile {
  readonly place: string;
  readonly sizeBytes: number;
  readonly type: string;
}

/**
 * Answers with the compressed copies of the portal's build that lie here, to whoever takes Brotli. False where it has none: another
 * build of the portal may be running, and its own server is asked.
 */
export type ServePortalFile = (request: FastifyRequest, reply: FastifyReply) => boolean;

/** `directory`: what `next build` calls `static`; nothing is served where there is none. */
export async function openPortalFiles(directory: string): Promise<ServePortalFile> {
  const files = await listFiles(directory);
  return (request, reply) => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    if (!request.url.startsWith(prefix) || !takesBrotli(request.headers["accept-encoding"])) return false;
    const file = files.get(request.url.slice(prefix.length).split("?", 1)[0] ?? "");
    if (!file) return false;
    reply
      .header("content-type", file.type)
      .header("content-encoding", "br")
      .header("x-content-type-options", "nosniff")
      .header("content-length", file.sizeBytes)
      .header("vary", "Accept-Encoding")
      // The names hold a digest of what is in the files.
      .header("cache-control", "public, max-age=31536000, immutable");
    reply.send(request.method === "HEAD" ? undefined : createReadStream(file.place));
    return true;
  };
}

/** By their names in addresses. */
async function listFiles(directory: string): Promise<ReadonlyMap<string, PortalFile>> {
  const names = await readdir(directory, { recursive: true }).catch(() => []);
  const files = new Map<string, PortalFile>();
  for (const name of names) {
    const type = types[path.extname(name.slice(0, -".br".length))];
    if (!name.endsWith(".br") || type === undefined) continue;
    const place = path.join(directory, name);
    files.set(name.slice(0, -".br".length).split(path.sep).join("/"), { place, sizeBytes: (await stat(place)).size, type });
  }
  return files;
}

const takesBrotli = (accepted: string | string[] | undefined): boolean =>
  String(accepted ?? "")
    .split(",")
    .some((one) => /^\s*br\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/.test(one));
