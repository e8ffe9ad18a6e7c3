import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPortalFiles } from "./portal-files.ts";

let directory: string;
let app: FastifyInstance;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "portal-files-"));
  await mkdir(path.join(directory, "chunks"));
  await writeFile(path.join(directory, "chunks", "a1.js"), "whole");
  await writeFile(path.join(directory, "chunks", "a1.js.br"), brotliCompressSync("compressed"));
  await writeFile(path.join(directory, "chunks", "small.js"), "1");
  app = await portalOf(directory);
});
afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

/** A portal whose own server answers with its name. */
async function portalOf(of: string): Promise<FastifyInstance> {
  const portal = Fastify();
  const serve = await openPortalFiles(of);
  portal.all("/*", { preHandler: (request, reply, next) => void (serve(request, reply) || next()) }, async () => "the portal's own server");
  return portal;
}

const ask = (url: string, encoding = "gzip, deflate, br, zstd", method: "GET" | "HEAD" | "POST" = "GET") =>
  app.inject({ method, url, headers: { "accept-encoding": encoding } });

test("a file of the build is sent compressed, for browsers to keep", async () => {
  const answer = await ask("/_next/static/chunks/a1.js?dpl=1");
  expect(brotliDecompressSync(answer.rawPayload).toString()).toBe("compressed");
  expect(answer.headers).toMatchObject({
    "content-encoding": "br",
    "content-type": "text/javascript; charset=utf-8",
    "content-length": String(answer.rawPayload.length),
    "cache-control": "public, max-age=31536000, immutable",
    vary: "Accept-Encoding",
  });
  const head = await ask("/_next/static/chunks/a1.js", "br", "HEAD");
  expect([head.statusCode, head.headers["content-encoding"], head.rawPayload.length]).toEqual([200, "br", 0]);
});

test.each([
  ["a browser that does not take Brotli", "/_next/static/chunks/a1.js", "gzip"],
  ["one that refuses it", "/_next/static/chunks/a1.js", "gzip, br;q=0"],
  ["a file that is not compressed", "/_next/static/chunks/small.js", "br"],
  ["a file of another build", "/_next/static/chunks/a2.js", "br"],
  ["the compressed copy by its own name", "/_next/static/chunks/a1.js.br", "br"],
  ["a page", "/w/default/experiments", "br"],
])("%s is left to the portal's own server", async (_, url, encoding) => {
  const answer = await ask(url, encoding);
  expect([answer.body, answer.headers["content-encoding"]]).toEqual(["the portal's own server", undefined]);
});

test("what is sent to a file is not for it", async () => {
  expect((await ask("/_next/static/chunks/a1.js", "br", "POST")).body).toBe("the portal's own server");
});

test("without a build here, everything is left to the portal's own server", async () => {
  const portal = await portalOf(path.join(directory, "nowhere"));
  const answer = await portal.inject({ url: "/_next/static/chunks/a1.js", headers: { "accept-encoding": "br" } });
  expect(answer.body).toBe("the portal's own server");
});
