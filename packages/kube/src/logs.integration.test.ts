import type { ServerResponse } from "node:http";
import { expect, onTestFinished, test, vi } from "vitest";
import { readLogs } from "./logs.ts";
import { openTestServer, sendAll } from "./open-test-server.ts";
import { openTransport } from "./transport.ts";

const query = { namespace: "a", pod: "p", container: "main" };
const mebibyte = Buffer.alloc(2 ** 20, "x");

async function open(answer: (response: ServerResponse) => unknown) {
  const server = await openTestServer((_, response) => answer(response));
  const transport = openTransport(server.connection, { timeoutMs: 5000 });
  onTestFinished(async () => {
    transport.close();
    await server.close();
  });
  return { transport, asked: server.asked };
}

test("what is asked for is said in Kubernetes' words", async () => {
  const { transport, asked } = await open((response) => response.end("text"));
  const since = new Date("2026-01-02T03:04:05.678Z");
  const all = { ...query, isFollowing: true, hasTimes: true, isPrevious: true, since, tailLines: 7, limitBytes: 9 };
  const printed = await Array.fromAsync(readLogs(transport, all));
  expect(Buffer.concat(printed).toString()).toBe("text");
  expect(asked[0]?.url.pathname).toBe("/api/v1/namespaces/a/pods/p/log");
  expect(Object.fromEntries(asked[0]?.url.searchParams ?? [])).toEqual({
    container: "main",
    follow: "true",
    timestamps: "true",
    previous: "true",
    sinceTime: "2026-01-02T03:04:05.678Z",
    tailLines: "7",
    limitBytes: "9",
  });
});

test("no more is taken from the cluster than is consumed", async () => {
  let sentBytes = 0;
  function* endless() {
    for (; ; sentBytes += mebibyte.length) yield mebibyte;
  }
  const { transport } = await open((response) => sendAll(response, endless()));
  let takenBytes = 0;
  for await (const chunk of readLogs(transport, query)) {
    takenBytes += chunk.length;
    if (takenBytes > 64 * mebibyte.length) break;
    // What lies between the two is in the buffers of the system.
    expect(sentBytes - takenBytes).toBeLessThan(16 * mebibyte.length);
  }
});

test("it ends quietly when it is no longer wanted, and loudly when it is cut", async () => {
  const responses: ServerResponse[] = [];
  const { transport } = await open((response) => {
    response.writeHead(200).write("first");
    responses.push(response);
  });
  const read = async (signal?: AbortSignal) => {
    const printed: string[] = [];
    for await (const chunk of readLogs(transport, query, signal)) printed.push(Buffer.from(chunk).toString());
    return printed;
  };
  const stop = new AbortController();
  const given = read(stop.signal);
  await vi.waitFor(() => expect(responses).toHaveLength(1));
  stop.abort();
  expect((await given).length).toBeLessThanOrEqual(1);
  const cut = read();
  cut.catch(() => undefined);
  await vi.waitFor(() => expect(responses).toHaveLength(2));
  responses[1]?.destroy();
  await expect(cut).rejects.toMatchObject({ kind: "unreachable", message: "The connection to the container's output was cut." });
});
