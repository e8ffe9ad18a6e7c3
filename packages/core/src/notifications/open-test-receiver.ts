import { once } from "node:events";
import http from "node:http";

export interface Received {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A receiver of webhooks on this machine. `answer` decides each status; until it resolves the request stays open. Only tests open it. */
export async function openTestReceiver(answer: (received: Received) => number | Promise<number> = () => 204) {
  const received: Received[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one = { path: request.url ?? "", headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() };
    received.push(one);
    response.writeHead(await answer(one)).end("an answer that nobody keeps");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return {
    received,
    url: `http://127.0.0.1:${port}/in`,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
