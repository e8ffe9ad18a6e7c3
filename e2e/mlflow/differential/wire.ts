import http from "node:http";
import { parseExact } from "./exact-json.ts";

export interface Answer {
  status: number;
  contentType: string;
  disposition: string;
  text: string;
  json: unknown;
}

export interface Exchange {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface Target {
  name: string;
  url: string;
  headers: Record<string, string>;
}

const LIMIT_MS = 60_000;

/** Sends the path exactly as written: `fetch` and `URL` would tidy away the dots and escapes under test. */
export function exchange(target: Target, request: Exchange): Promise<Answer> {
  const { hostname, port } = new URL(target.url);
  const headers: Record<string, string | number> = { ...target.headers, ...request.headers };
  if (request.body !== undefined) headers["content-length"] = Buffer.byteLength(request.body);
  return new Promise((resolve, reject) => {
    const sent = http.request({ hostname, port, method: request.method, path: request.path, headers, timeout: LIMIT_MS }, (received) => {
      const parts: Buffer[] = [];
      received.on("data", (part: Buffer) => parts.push(part));
      received.on("error", reject);
      received.on("end", () => resolve(toAnswer(received, Buffer.concat(parts).toString("utf8"))));
    });
    sent.on("timeout", () => sent.destroy(new Error(`${target.name} did not answer in ${LIMIT_MS} ms`)));
    sent.on("error", reject);
    sent.end(request.body);
  });
}

function toAnswer(received: http.IncomingMessage, text: string): Answer {
  const contentType = String(received.headers["content-type"] ?? "")
    .split(";", 1)
    .join("")
    .trim();
  return {
    status: received.statusCode ?? 0,
    contentType,
    disposition: String(received.headers["content-disposition"] ?? ""),
    text,
    json: contentType === "application/json" ? parseExact(text) : undefined,
  };
}
