import { expect, test } from "vitest";
import { openTestCollector } from "./open-test-collector.ts";
import { currentTraceparent, isTracing, openSpan, startTracing, traced } from "./tracing.ts";

const parent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";

test("where nobody traces, work is just done", async () => {
  expect(isTracing()).toBe(false);
  expect(openSpan("nothing")).toBeUndefined();
  expect(await traced("nothing", {}, async (span) => [span, currentTraceparent()])).toEqual([undefined, undefined]);
  await expect(traced("nothing", {}, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
});

test("spans arrive in their order of parts, with their service, and with what they are blamed on", async () => {
  const collector = await openTestCollector();
  const stop = await startTracing({ service: "plumbline-test", endpoint: collector.endpoint, headers: { authorization: "Bearer hush" } });
  const work = traced("outer", { kind: "server", parent, attributes: { "plumbline.operation": "runs.getRun" } }, async (span) => {
    span?.set({ "http.response.status_code": 500 });
    await Promise.all([
      traced("first", { kind: "client" }, async () => traced("within", {}, async () => undefined)),
      traced("refused", {}, () => Promise.reject(Object.assign(new Error("no"), { status: 404, code: "not-found" }))).catch(
        () => undefined,
      ),
    ]);
    expect(currentTraceparent()).toMatch(/^00-0123456789abcdef0123456789abcdef-[0-9a-f]{16}-01$/);
    throw Object.assign(new Error("the password is hush"), { code: "57P01" });
  });
  await expect(work).rejects.toThrow();
  await traced("apart", { parent: "nonsense" }, async () => traced("a part", { isPart: true }, async () => undefined));
  await traced("alone", { isPart: true }, async () => undefined);
  await stop();
  await collector.close();
  const byName = new Map(collector.spans.map((span) => [span.name, span]));
  const above = (name: string) => collector.spans.find(({ spanId }) => spanId === byName.get(name)?.parentSpanId)?.name;
  expect(byName.get("outer")).toMatchObject({
    service: "plumbline-test",
    traceId: "0123456789abcdef0123456789abcdef",
    parentSpanId: "0123456789abcdef",
    isFailed: true,
    attributes: { "plumbline.operation": "runs.getRun", "http.response.status_code": 500, "error.type": "57P01" },
  });
  expect([above("first"), above("within"), above("refused"), above("a part")]).toEqual(["outer", "first", "outer", "apart"]);
  expect(byName.has("alone")).toBe(false);
  expect([byName.get("refused")?.isFailed, byName.get("apart")?.parentSpanId]).toEqual([false, undefined]);
  expect(collector.requests.every(({ path, authorization }) => path === "/v1/traces" && authorization === "Bearer hush")).toBe(true);
  expect(collector.requests.map(({ body }) => body).join()).not.toContain("hush");
  expect(isTracing()).toBe(false);
});

test("of a share of none, nothing is sent, whatever a stranger asks for", async () => {
  const collector = await openTestCollector();
  const stop = await startTracing({ service: "plumbline-test", endpoint: collector.endpoint, ratio: 0 });
  await traced("outer", { parent }, async () => undefined);
  await traced("root", {}, async () => undefined);
  await stop();
  await collector.close();
  expect(collector.spans).toEqual([]);
});

test("a collector that is not there is told of, and stops nobody", async () => {
  const told: string[] = [];
  const collector = await openTestCollector();
  await collector.close();
  const stop = await startTracing({ service: "plumbline-test", endpoint: collector.endpoint, onError: (reason) => told.push(reason) });
  expect(await traced("outer", {}, async () => "done")).toBe("done");
  await stop();
  expect(told.join()).toMatch(/ECONNREFUSED/);
});
