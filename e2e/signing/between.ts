import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";

export interface Between {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** What passes through: a body as it goes to whoever asked for `path`. */
export type Passing = (path: string, body: Readable) => Readable;

/** Somebody on the way between a client and the server. Where the server breaks off, so does the answer. */
export async function standBetween(origin: string, passing: Passing): Promise<Between> {
  const server = createServer((asked, answer) => {
    const onward = request(origin + asked.url, { method: asked.method, headers: asked.headers });
    onward.on("response", (answered) => pass({ answered, answer, body: passing(asked.url ?? "", answered) }));
    onward.on("error", () => answer.destroy());
    answer.on("close", () => onward.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pass({ answered, answer, body }: { answered: IncomingMessage; answer: ServerResponse; body: Readable }): void {
  answer.writeHead(answered.statusCode ?? 500, answered.headers);
  for (const end of [answered, body]) end.on("error", () => answer.destroy());
  body.pipe(answer);
}
