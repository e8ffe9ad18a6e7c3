import { randomUUID } from "node:crypto";
import { profileVersion } from "@plumbline/core/datasets";
import { runTask, type TaskDefinition } from "@plumbline/core/kernel";
import type { TestWorkspace } from "@plumbline/testing";
import { startTracing } from "@plumbline/tracing";
import { type ArrivedSpan, openTestCollector } from "@plumbline/tracing/open-test-collector";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApp, type TestApp } from "#src/open-test-app.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const caller = "b7ad6b7169203331";
let collector: Awaited<ReturnType<typeof openTestCollector>>;
let stop: () => Promise<void>;
let site: TestApp;
let workspace: TestWorkspace;
let spans: readonly ArrivedSpan[];
const said = { dataset: `hush-${randomUUID()}`, note: "said by somebody", token: "" };

beforeAll(async () => {
  collector = await openTestCollector();
  stop = await startTracing({ service: "plumbline-api", endpoint: collector.endpoint });
  site = await openTestApp();
  workspace = await site.env.createWorkspace();
  const headers = await site.withToken(workspace);
  said.token = headers.authorization;
  const traced = { ...headers, traceparent: `00-${traceId}-${caller}-01` };
  const post = (payload: object) => site.app.inject({ method: "POST", url: "/api/v1/datasets", headers: traced, payload });
  expect((await post({ name: said.dataset, description: said.note })).statusCode).toBe(200);
  expect((await post({ name: said.dataset })).statusCode).toBe(409);
  const uploaded = await site.app.inject({
    method: "PUT",
    url: `/api/v1/datasets/${said.dataset}/versions?name=loans.csv`,
    headers: { ...traced, "content-type": "text/csv" },
    payload: "income\n1\n",
  });
  expect(uploaded.statusCode).toBe(200);
  const [task] = await site.env.sql<{ id: string }>("SELECT id FROM task WHERE name = 'datasets.profile'");
  await runTask(site.deps, new Map<string, TaskDefinition>([[profileVersion.name, profileVersion]]), task?.id ?? "");
  await site.app.inject({ url: "/health/live" });
  await stop();
  spans = collector.spans;
});
afterAll(async () => {
  await site?.close();
  await collector?.close();
});

const named = (name: string): ArrivedSpan[] => spans.filter((span) => span.name === name);
const above = (span: ArrivedSpan | undefined): ArrivedSpan | undefined => spans.find(({ spanId }) => spanId === span?.parentSpanId);

test("a request goes on with its caller's trace, down to the transaction", () => {
  const [request, refused] = named("POST /api/v1/datasets");
  expect(request).toMatchObject({
    service: "plumbline-api",
    traceId,
    parentSpanId: caller,
    kind: 2,
    isFailed: false,
    attributes: {
      "http.request.method": "POST",
      "http.route": "/api/v1/datasets",
      "http.response.status_code": 200,
      "plumbline.operation": "datasets.createDataset",
    },
  });
  const [verb] = named("datasets.createDataset");
  expect(above(verb)).toBe(request);
  const transactions = named("transaction").filter((span) => above(span) === verb);
  expect(transactions.map(({ attributes }) => attributes)).toEqual([{ "db.system.name": "postgresql", "plumbline.role": "app" }]);
  // Looking up the token comes before the verb.
  expect(named("transaction").some((span) => above(span) === request)).toBe(true);
  expect([refused?.attributes["http.response.status_code"], refused?.isFailed]).toEqual([409, false]);
});

test("a task goes on with the trace of the request that asked for it", () => {
  const [task] = named("task datasets.profile");
  expect(task).toMatchObject({ traceId, kind: 5, attributes: { "plumbline.task.delivery": "finished", "plumbline.task.attempt": 1 } });
  expect([above(task)?.name, above(above(task))?.name]).toEqual(["transaction", "PUT /api/v1/datasets/:dataset/versions"]);
});

test("probes leave no span", () => {
  expect(spans.filter(({ name }) => name.includes("health"))).toEqual([]);
});

test("no span says what people wrote, who they are or what they may", () => {
  const sent = collector.requests.map(({ body }) => body).join();
  expect(sent).not.toContain(said.dataset);
  expect(sent).not.toContain(said.note);
  expect(sent).not.toContain(said.token.slice("Bearer ".length));
  expect(sent).not.toContain(workspace.name);
  expect(sent).not.toMatch(/SELECT|INSERT/);
});
