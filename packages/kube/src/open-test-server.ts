import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { Connection } from "./connection.ts";

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface TestServer {
  readonly connection: Connection;
  readonly asked: Asked[];
  /** How many connections were made. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** An API server that answers as a test wants: what a real one does not do on request. */
export async function openTestServer(answer: (asked: Asked, response: ServerResponse) => unknown, token?: string): Promise<TestServer> {
  const asked: Asked[] = [];
  const listener: RequestListener = async (request, response) => {
    const { method = "", url = "", headers } = request;
    const one = { method, url: new URL(url, "http://test"), headers, body: await text(request) };
    asked.push(one);
    await answer(one, response);
  };
  const server = createServer((request, response) => void listener(request, response));
  let connections = 0;
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const connection = { server: address, tls: {}, token: () => Promise.resolve(token), proxy: undefined };
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { connection, asked, connections: () => connections, close };
}

/** Sends parts as fast as they are taken, and stops when nobody takes them any more. */
export const sendAll = (response: ServerResponse, parts: Iterable<string | Buffer>): Promise<void> =>
  pipeline(Readable.from(parts), response).catch(() => undefined);

/** Answers with JSON. */
export function say(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
