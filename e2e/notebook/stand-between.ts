import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";

export interface Between {
  readonly url: string;
  /** Every request that came, in order. */
  readonly seen: { readonly method: string; readonly path: string; readonly headers: IncomingMessage["headers"] }[];
  close(): Promise<void>;
}

export interface Answer {
  /** 0 cuts the connection instead. */
  readonly status: number;
  readonly headers?: Record<string, string>;
}

/** An address before a server, or before none: writes down what comes, answers by itself what `answer` wants, and hands on the rest. */
export async function standBetween(target: string | undefined, answer: (path: string) => Answer | undefined): Promise<Between> {
  const seen: Between["seen"] = [];
  const server = createServer((req, reply) => {
    const { method = "", url: path = "", headers } = req;
    seen.push({ method, path, headers });
    const own = answer(path) ?? (target === undefined ? { status: 404 } : undefined);
    if (own || target === undefined) {
      if (own?.status === 0) {
        req.socket.destroy();
        return;
      }
      req.resume();
      reply.writeHead(own?.status ?? 404, { "content-type": "application/json", ...own?.headers }).end("{}");
      return;
    }
    const passed = request(new URL(path, target), { method, headers }, (response) => {
      reply.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(reply);
    });
    passed.on("error", () => reply.destroy());
    req.pipe(passed);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
