import type { FastifyInstance } from "fastify";

/**
 * Closing waits for every connection. A client that keeps its own open after the answer to its last request would hold it
 * for as long as it likes, so connections are closed as they fall idle from then on.
 */
export function drainConnections(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook("preClose", async () => {
    isClosing = true;
  });
  app.addHook("onResponse", async () => {
    if (isClosing) setImmediate(() => app.server.closeIdleConnections());
  });
}
