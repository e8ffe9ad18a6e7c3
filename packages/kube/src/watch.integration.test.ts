import type { ServerResponse } from "node:http";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Change } from "./known-objects.ts";
import { type Asked, openTestServer, say, sendAll } from "./open-test-server.ts";
import { resources } from "./resources/resources.ts";
import { openTransport } from "./transport.ts";
import { watch } from "./watch.ts";
import type { WatchState } from "./watch-state.ts";

type Answer = (response: ServerResponse, asked: Asked) => void;

interface Script {
  /** In turn for each list and each watch; the last one again and again. */
  readonly lists: readonly Answer[];
  readonly watches: readonly Answer[];
  readonly project?: (name: string) => string;
}

const object = (name: string, resourceVersion: string, data: object = {}) => ({
  metadata: { name, uid: `uid-${name}`, resourceVersion },
  data,
});
const list =
  (resourceVersion: string, ...names: string[]): Answer =>
  (response) =>
    say(response, 200, { metadata: { resourceVersion }, items: names.map((name) => object(name, "1")) });
const refuse =
  (code: number): Answer =>
  (response) =>
    say(response, code, { kind: "Status", code, message: `refused with ${code}` });
const line = (type: string, of: object) => `${JSON.stringify({ type, object: of })}\n`;
const open =
  (...lines: string[]): Answer =>
  (response) => {
    response.writeHead(200);
    response.flushHeaders();
    for (const each of lines) response.write(each);
  };
const end =
  (...lines: string[]): Answer =>
  (response) =>
    response.writeHead(200).end(lines.join(""));

/** Watches a server that follows a script. */
async function run({ lists, watches, project = (name) => name }: Script) {
  const counts = { list: 0, watch: 0 };
  const server = await openTestServer((asked, response) => {
    const kind = asked.url.searchParams.has("watch") ? "watch" : "list";
    const answers = kind === "watch" ? watches : lists;
    answers[Math.min(counts[kind], answers.length - 1)]?.(response, asked);
    counts[kind] += 1;
  });
  const transport = openTransport(server.connection, { timeoutMs: 5000 });
  const told = { states: [] as WatchState[], snapshots: [] as string[][], changes: [] as Change<string>[] };
  const stop = new AbortController();
  const watching = watch(
    { transport, resource: resources.configMaps },
    {
      project: ({ metadata }) => project(metadata.name),
      onSnapshot: (objects) => told.snapshots.push([...objects.values()]),
      onChange: (change) => told.changes.push(change),
      onState: (state) => told.states.push(state),
      resyncMs: 600_000,
    },
    stop.signal,
  );
  watching.catch(() => undefined);
  onTestFinished(async () => {
    stop.abort();
    await watching.catch(() => undefined);
    transport.close();
    await server.close();
  });
  return { told, counts, watching, stop, asked: server.asked };
}

const kindsOf = (states: readonly WatchState[]) => states.map(({ kind }) => kind);

test("history that is forgotten in the middle of a watch is listed anew", async () => {
  const gone = line("ERROR", { kind: "Status", code: 410, message: "too old" });
  const { told, counts } = await run({
    lists: [list("5", "a"), list("9", "b")],
    watches: [end(line("ADDED", object("c", "6")), gone), open()],
  });
  await vi.waitFor(() => expect(counts.watch).toBe(2));
  expect(told.changes.map(({ object: name }) => name)).toEqual(["c"]);
  expect(told.snapshots).toEqual([["a"], ["b"]]);
  expect(kindsOf(told.states)).toEqual(["connecting", "live"]);
});

test("a watch goes on from the last event or bookmark", async () => {
  const bookmark = line("BOOKMARK", { metadata: { resourceVersion: "77" } });
  const { asked, counts, told } = await run({ lists: [list("5")], watches: [end(line("ADDED", object("a", "6"))), end(bookmark), open()] });
  await vi.waitFor(() => expect(counts.watch).toBe(3));
  const versions = asked.map(({ url }) => url.searchParams.get("resourceVersion"));
  expect(versions).toEqual([null, "5", "6", "77"]);
  expect(told.snapshots).toHaveLength(1);
});

test("a server that ends every watch at once is not asked without pause", async () => {
  const began = performance.now();
  const { counts } = await run({ lists: [list("5")], watches: [end()] });
  await vi.waitFor(() => expect(counts.watch).toBe(4), { timeout: 5000 });
  // Half of 250, 500 and 1000 ms at the least.
  expect(performance.now() - began).toBeGreaterThan(850);
  expect(counts.list).toBe(1);
});

test("a refusal is told, and asked again until it ends", async () => {
  const { told } = await run({ lists: [refuse(403), refuse(503), list("5", "a")], watches: [open()] });
  await vi.waitFor(() => expect(told.states).toHaveLength(4), { timeout: 5000 });
  expect(kindsOf(told.states)).toEqual(["connecting", "connecting", "connecting", "live"]);
  expect(told.states[1]).toMatchObject({ problem: { kind: "forbidden", message: "refused with 403" } });
});

test("an event that cannot be read makes what is known stale, and no more", async () => {
  const { told, counts } = await run({ lists: [list("5", "a")], watches: [end("{nonsense\n"), open()] });
  await vi.waitFor(() => expect(kindsOf(told.states)).toEqual(["connecting", "live", "stale", "live"]), { timeout: 5000 });
  expect(counts.list).toBe(1);
});

test("where such objects no longer exist, nothing is known of them", async () => {
  const { told } = await run({ lists: [list("5", "a"), refuse(404)], watches: [refuse(404)] });
  await vi.waitFor(() => expect(told.states.at(-1)?.kind).toBe("absent"), { timeout: 5000 });
  expect(told.snapshots).toEqual([["a"], []]);
});

test("a mistake of a callback is not taken for a lost connection", async () => {
  const project = (name: string) => {
    if (name === "bad") throw new TypeError("a mistake");
    return name;
  };
  const { watching } = await run({ lists: [list("5", "a")], watches: [open(line("ADDED", object("bad", "6")))], project });
  await expect(watching).rejects.toThrow("a mistake");
});

test("it ends when it is told to, whatever it does", async () => {
  for (const script of [
    { lists: [() => undefined], watches: [] },
    { lists: [list("5")], watches: [open()] },
    { lists: [refuse(500)], watches: [] },
    { lists: [refuse(404)], watches: [] },
  ]) {
    const { watching, stop, counts } = await run(script);
    await vi.waitFor(() => expect(counts.list).toBe(1));
    stop.abort();
    await expect(watching).resolves.toBeUndefined();
  }
});

test("80 MB of events leave no more behind than their projections", async () => {
  const events = 8_000;
  const padding = "x".repeat(10_000);
  function* lines() {
    for (let version = 10; version < 10 + events; version += 1)
      yield line("MODIFIED", object(`a${version % 10}`, String(version), { padding }));
  }
  let seen = 0;
  let mostBytes = 0;
  const project = (name: string) => {
    seen += 1;
    if (seen % 1000 === 0) mostBytes = Math.max(mostBytes, process.memoryUsage().heapUsed);
    return name;
  };
  const before = process.memoryUsage().heapUsed;
  await run({ lists: [list("5")], watches: [(response) => void sendAll(response, lines())], project });
  await vi.waitFor(() => expect(seen).toBeGreaterThanOrEqual(events), { timeout: 25_000, interval: 100 });
  expect(mostBytes - before).toBeLessThan(60e6);
});
