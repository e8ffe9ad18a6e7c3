import type { ServerResponse } from "node:http";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Call } from "./http-request.ts";
import { openTestServer, say, sendAll, type TestServer } from "./open-test-server.ts";
import { type CallRecord, openTransport, type TransportOptions } from "./transport.ts";

const get: Call = { verb: "get", method: "GET", path: "/api/v1/things" };
const remove: Call = { verb: "delete", method: "DELETE", path: "/api/v1/things/a", body: { kind: "DeleteOptions" } };

async function serve(...how: Parameters<typeof openTestServer>): Promise<TestServer> {
  const server = await openTestServer(...how);
  onTestFinished(server.close);
  return server;
}

function open({ connection }: TestServer, options: Partial<TransportOptions> = {}) {
  const transport = openTransport(connection, { timeoutMs: 5000, ...options });
  onTestFinished(transport.close);
  return transport;
}

test("a call is sent with its query, its token and its framed body, below the server's own path", async () => {
  const server = await serve((_, response) => say(response, 200, { ok: true }), "t0ken");
  const below = { ...server, connection: { ...server.connection, server: new URL("/k8s/clusters/c-1/", server.connection.server) } };
  const transport = open(below);
  await transport.json({ ...get, query: { limit: 5, labelSelector: "a=b,c", watch: undefined } });
  await transport.json(remove);
  await transport.json(get);
  expect(server.asked.map(({ method, url, body }) => [method, url.pathname + url.search, body])).toEqual([
    ["GET", "/k8s/clusters/c-1/api/v1/things?limit=5&labelSelector=a%3Db%2Cc", ""],
    ["DELETE", "/k8s/clusters/c-1/api/v1/things/a", '{"kind":"DeleteOptions"}'],
    ["GET", "/k8s/clusters/c-1/api/v1/things", ""],
  ]);
  expect(server.asked[1]?.headers).toMatchObject({ authorization: "Bearer t0ken", "content-type": "application/json" });
  expect(server.connections()).toBe(1);
});

test("nothing that could change something leaves a read-only transport", async () => {
  const server = await serve((_, response) => say(response, 200, {}));
  const calls: CallRecord[] = [];
  const transport = open(server, { isReadOnly: true, onCall: (call) => calls.push(call) });
  const reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  for (const method of ["POST", "PATCH", "DELETE"] as const) {
    await expect(transport.json({ ...remove, method })).rejects.toMatchObject({ kind: "read-only" });
    await expect(transport.stream({ ...remove, method })).rejects.toMatchObject({ kind: "read-only" });
  }
  await expect(transport.json({ ...remove, method: "POST", path: `/api/v1/x${reviews}` })).rejects.toMatchObject({ kind: "read-only" });
  expect(server.asked).toEqual([]);
  await transport.json({ ...remove, method: "POST", path: reviews });
  await transport.json({ ...remove, query: { dryRun: "All" } });
  await transport.json(get);
  expect(server.asked).toHaveLength(3);
  expect(calls.map(({ isWrite, status }) => [isWrite, status])).toEqual([
    [false, 200],
    [false, 200],
    [false, 200],
  ]);
});

test("every call is told, with or without an answer", async () => {
  const server = await serve(({ url }, response) => {
    if (url.pathname.endsWith("cut")) response.destroy();
    else say(response, 409, { kind: "Status", message: "taken" });
  });
  const calls: CallRecord[] = [];
  const transport = open(server, { onCall: (call) => calls.push(call) });
  await expect(transport.json({ ...remove, query: { secret: "x" } })).rejects.toMatchObject({ kind: "conflict", message: "taken" });
  await expect(transport.json({ ...get, path: "/cut" })).rejects.toMatchObject({ kind: "unreachable" });
  expect(calls.map(({ verb, path, status, isWrite }) => [verb, path, status, isWrite])).toEqual([
    ["delete", "/api/v1/things/a", 409, true],
    ["get", "/cut", 0, false],
  ]);
});

test.each(["nothing", "a part"])("a server that sends %s in time has not answered", async (what) => {
  const server = await serve((_, response) => {
    if (what === "a part") response.writeHead(200).write('{"a":');
  });
  const transport = open(server, { timeoutMs: 100 });
  await expect(transport.json(get)).rejects.toMatchObject({ kind: "unreachable", message: expect.stringContaining("within 0.1 s") });
});

test("a stream has its first byte in time, and then as long as it likes", async () => {
  const server = await serve(({ url }, response) => {
    if (url.pathname === "/late") return;
    response.writeHead(200).write("first");
    setTimeout(() => response.end("last"), 250);
  });
  const transport = open(server, { timeoutMs: 100 });
  await expect(transport.stream({ ...get, path: "/late" })).rejects.toMatchObject({ kind: "unreachable" });
  const parts = await Array.fromAsync((await transport.stream(get)) as AsyncIterable<Buffer>);
  expect(Buffer.concat(parts).toString()).toBe("firstlast");
});

test("what the caller gives up ends with the caller's reason, also half-way", async () => {
  const server = await serve((_, response) => void response.writeHead(200).write("first"));
  const transport = open(server);
  const end = new AbortController();
  const reason = new Error("enough");
  const answer = transport.json({ ...get, signal: end.signal });
  await vi.waitFor(() => expect(server.asked).toHaveLength(1));
  end.abort(reason);
  await expect(answer).rejects.toBe(reason);
});

test("credentials that a server sends back are not in the error", async () => {
  const server = await serve(
    ({ headers }, response) => say(response, 403, { kind: "Status", message: `no: ${headers.authorization}` }),
    "t0ken",
  );
  await expect(open(server).json(get)).rejects.toMatchObject({ kind: "forbidden", message: "no: Bearer …" });
});

test("an answer that is too long, no JSON, or leads elsewhere is an error", async () => {
  const answers: Record<string, (response: ServerResponse) => unknown> = {
    "/moved": (response) => response.writeHead(302, { location: "/api/v1/things" }).end(),
    "/page": (response) => response.end("<html>"),
    "/long": (response) => sendAll(response, new Array(65).fill(" ".repeat(2 ** 20))),
  };
  const server = await serve(({ url }, response) => answers[url.pathname]?.(response));
  const transport = open(server);
  await expect(transport.json({ ...get, path: "/moved" })).rejects.toMatchObject({ kind: "unknown", status: 302 });
  await expect(transport.json({ ...get, path: "/page" })).rejects.toMatchObject({ message: expect.stringContaining("is not JSON") });
  await expect(transport.json({ ...get, path: "/long" })).rejects.toMatchObject({ kind: "too-large" });
  expect(server.asked).toHaveLength(3);
});
