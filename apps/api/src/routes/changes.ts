import { streamChanges } from "@plumbline/contracts/changes";
import type { ChangeFeed } from "@plumbline/core/changes";
import { authorize, type Deps, parseInput, workspaceOf } from "@plumbline/core/kernel";
import type { FastifyInstance } from "fastify";
import { type Authenticate, callerOf } from "#src/request-context.ts";

const heartbeatMs = 15_000;
const recheckMs = 1_000;
/** A reader that cannot keep up is cut off and resumes by its last event's id. */
const bufferMax = 1_000_000;

/** Server-sent events of the workspace, resumable; ends when the credential stops being valid. */
export function changeRoutes(app: FastifyInstance, options: { deps: Deps; feed: ChangeFeed; authenticate: Authenticate }): void {
  const { deps, feed, authenticate } = options;
  const streams = new Set<() => void>();
  app.addHook("preClose", async () => {
    for (const end of streams) end();
  });
  app.get("/api/v1/changes", { config: { operation: streamChanges } }, async (request, reply) => {
    const caller = callerOf(request);
    await authorize(deps, caller, streamChanges);
    const input = parseInput(streamChanges, request.query);
    const header = request.headers["last-event-id"];
    const after = typeof header === "string" ? header : input.lastEventId;
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
      "x-content-type-options": "nosniff",
      "x-request-id": request.id,
    });
    const write = (text: string): void => {
      if (raw.writableEnded) return;
      if (raw.writableLength > bufferMax) end();
      else raw.write(text);
    };
    write("retry: 1000\n\n");
    let unsubscribe: (() => void) | undefined;
    const heartbeat = setInterval(() => write(": still here\n\n"), heartbeatMs);
    const recheck = setInterval(
      () =>
        void authenticate(request)
          .then((now) => authorize(deps, now, streamChanges))
          .catch(() => end()),
      recheckMs,
    );
    const end = (): void => {
      clearInterval(heartbeat);
      clearInterval(recheck);
      unsubscribe?.();
      streams.delete(end);
      raw.end();
    };
    streams.add(end);
    raw.once("close", end);
    unsubscribe = await feed.subscribe({
      workspaceId: workspaceOf(caller).id,
      onChange: (change) => write(`id: ${change.id}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`),
      onReset: () => write("event: reset\ndata: {}\n\n"),
      ...(after === undefined ? {} : { after }),
    });
    // It may have ended meanwhile, when there was nothing to unsubscribe yet: whatever is written after the end would be
    // an error that nobody catches.
    if (raw.writableEnded || raw.destroyed) unsubscribe();
  });
}
