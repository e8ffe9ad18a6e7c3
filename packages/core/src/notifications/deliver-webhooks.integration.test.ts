import { randomBytes } from "node:crypto";
import { openOutbound } from "@plumbline/outbound";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Deps } from "../kernel/index.ts";
import {
  createEndpoint,
  deliverNotifications,
  listDeliveries,
  pruneNotifications,
  publishEvent,
  replayDelivery,
  rotateSecret,
  testEndpoint,
  updateEndpoint,
} from "./index.ts";
import { openTestReceiver, type Received } from "./open-test-receiver.ts";

const hourMs = 3_600_000;
let env: TestEnvironment;
let deps: Deps;
let workspace: TestWorkspace;
beforeAll(async () => {
  env = await openTestEnvironment();
  const receivers = { isHttpAllowed: true, allowedHosts: ["127.0.0.1"] };
  deps = { ...env.deps, outbound: openOutbound({ smtp: undefined, receivers }) };
});
afterAll(() => env.close());
beforeEach(async () => {
  workspace = await env.createWorkspace();
});
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  // What a test leaves undelivered is none of the next one's.
  await env.sql("DELETE FROM webhook_endpoint");
});

async function receiver(answer?: Parameters<typeof openTestReceiver>[0]) {
  const open = await openTestReceiver(answer);
  closing.push(open.close);
  return open;
}

const admin = () => env.callerOf({ workspace });
const make = (url: string) => createEndpoint(deps, admin(), { url, events: ["*"] });
const send = async (endpointId: string) => (await testEndpoint(deps, admin(), { endpointId })).id;
const runTask = async (given: Deps, signal: AbortSignal = new AbortController().signal) =>
  (await deliverNotifications.handler())({ deps: given, taskId: "t", workspaceId: null, signal }, {});
const run = () => runTask(deps);
/** By the reference library, whose verification would compare with this machine's clock instead of the test's. */
const isSignedBy = (secret: string, { headers, body }: Received | undefined = { path: "", headers: {}, body: "" }) => {
  const at = new Date(Number(headers["webhook-timestamp"]) * 1000);
  return headers["webhook-signature"]?.split(" ").includes(new Webhook(secret).sign(headers["webhook-id"] ?? "", at, body));
};
const find = async (id: string) => (await listDeliveries(deps, admin(), {})).items.find((one) => one.id === id);

describe("a delivery", () => {
  test("reaches its endpoint, signed as the reference library verifies, and ends", async () => {
    const { url, received } = await receiver();
    const { endpoint, secret } = await make(url);
    const id = await send(endpoint.id);
    await run();
    const [{ headers, body, path }] = received as [(typeof received)[number]];
    expect(path).toBe("/in");
    expect(headers).toMatchObject({ "webhook-id": id, "content-type": "application/json", "user-agent": "Plumbline-Webhooks" });
    expect(isSignedBy(secret, received[0])).toBe(true);
    expect(JSON.parse(body)).toMatchObject({ type: "webhook.test", data: { workspace: workspace.name } });
    expect(await find(id)).toMatchObject({ state: "sent", attempts: 1, lastStatus: 204, lastError: null, nextAttemptAt: null });
    await run();
    expect(received).toHaveLength(1);
  });

  test("is signed by the secret before, too, for a day after it was replaced", async () => {
    const { url, received } = await receiver();
    const { endpoint, secret } = await make(url);
    const rotated = await rotateSecret(deps, admin(), { endpointId: endpoint.id });
    await send(endpoint.id);
    await run();
    for (const each of [secret, rotated.secret]) expect(isSignedBy(each, received[0])).toBe(true);
    env.advance(24 * hourMs);
    await send(endpoint.id);
    await run();
    expect(received[1]?.headers["webhook-signature"]?.split(" ")).toHaveLength(1);
  });

  test("in MLflow's format carries MLflow's headers and no others", async () => {
    const { url, received } = await receiver();
    const { endpoint } = await make(url);
    await env.sql("UPDATE webhook_endpoint SET format = 'mlflow' WHERE id = $1", [endpoint.id]);
    const id = await send(endpoint.id);
    await run();
    expect(received[0]?.headers).toMatchObject({ "x-mlflow-delivery-id": id, "x-mlflow-signature": expect.stringMatching(/^v1,/) });
    expect(Object.keys(received[0]?.headers ?? {}).filter((name) => name.startsWith("webhook-"))).toEqual([]);
  });
});

describe("attempts that fail", () => {
  test("come again after longer and longer, under the same id, until one succeeds", async () => {
    const answers = [500, 302, 429, 200];
    const { url, received } = await receiver(() => answers.shift() ?? 500);
    const { endpoint } = await make(url);
    const id = await send(endpoint.id);
    const seen: unknown[] = [];
    for (const pauseMs of [36_000, 144_000, 576_000, 0]) {
      await run();
      const now = await find(id);
      seen.push([now?.state, now?.attempts, now?.lastStatus]);
      await run();
      env.advance(pauseMs);
    }
    expect(seen).toEqual([
      ["failed", 1, 500],
      ["failed", 2, 302],
      ["failed", 3, 429],
      ["sent", 4, 200],
    ]);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([id]));
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  });

  test("say why, without the address's path or anything of the answer", async () => {
    const { url } = await receiver(() => 500);
    const { endpoint } = await make(`${url}?token=hush`);
    const id = await send(endpoint.id);
    await run();
    expect((await find(id))?.lastError).toBe("The receiver answered 500.");
  });

  test("are ten, then the delivery is dead, until it is replayed as if it were new", async () => {
    let status = 500;
    const { url, received } = await receiver(() => status);
    const { endpoint } = await make(url);
    const id = await send(endpoint.id);
    for (let attempt = 1; attempt <= 11; attempt++) {
      await run();
      env.advance(8 * hourMs);
    }
    expect(received).toHaveLength(10);
    expect(await find(id)).toMatchObject({ state: "dead", attempts: 10, nextAttemptAt: null, finishedAt: expect.any(String) });
    status = 200;
    const tasks: string[][] = [];
    await replayDelivery({ ...deps, onTasks: async (ids) => void tasks.push([...ids]) }, admin(), { deliveryId: id });
    expect(tasks).toEqual([[expect.any(String)]]);
    expect(await find(id)).toMatchObject({ state: "queued", attempts: 0, lastError: null, finishedAt: null });
    await run();
    expect(await find(id)).toMatchObject({ state: "sent", attempts: 1 });
    expect(received.at(-1)?.headers["webhook-id"]).toBe(id);
    const [event] = await env.sql<{ body: string }>(
      "SELECT body FROM audit_event WHERE action = 'notifications.delivery.replay' AND subject_id = $1",
      [id],
    );
    expect(JSON.parse(event?.body ?? "")).toMatchObject({ before: { state: "dead", attempts: 10 }, after: { endpointId: endpoint.id } });
  });

  test("are over at once where the receiver says 410, and where the address is refused", async () => {
    const { url } = await receiver(() => 410);
    const { endpoint } = await make(url);
    const gone = await send(endpoint.id);
    await run();
    expect(await find(gone)).toMatchObject({ state: "dead", attempts: 1, lastStatus: 410 });
    const refused = await send(endpoint.id);
    await runTask(env.deps);
    expect(await find(refused)).toMatchObject({
      state: "dead",
      lastStatus: null,
      lastError: expect.stringContaining("WEBHOOK_ALLOW_HTTP"),
    });
  });

  test("of an endpoint whose secret no key opens come again, and say that the log knows why", async () => {
    const { url, received } = await receiver();
    const { endpoint } = await make(url);
    const id = await send(endpoint.id);
    await runTask({ ...deps, secretKeys: { current: randomBytes(32) } });
    expect(received).toEqual([]);
    expect(await find(id)).toMatchObject({ state: "failed", lastError: "The platform could not send it; its log says why." });
  });
});

describe("many at once", () => {
  const publish = (count: number) =>
    env.db.transaction({ role: "app", workspaceId: workspace.id, actorId: "test" }, async (tx) => {
      for (let number = 0; number < count; number++)
        await publishEvent({ tx, deps, now: deps.now() }, workspace.id, { type: "a.b", data: { number } });
    });

  test("an endpoint is sent four at a time, whoever sends, and each once", async () => {
    const state = { open: 0, most: 0 };
    const waiting: (() => void)[] = [];
    const { url, received } = await receiver(async () => {
      state.most = Math.max(state.most, ++state.open);
      await new Promise<void>((go) => waiting.push(go));
      state.open--;
      return 200;
    });
    await make(url);
    await publish(20);
    const workers = [run(), run(), run()];
    await vi.waitFor(() => expect(waiting).toHaveLength(4));
    await run(); // Finds nothing that it may send, and ends.
    expect(received).toHaveLength(4);
    const feeding = setInterval(() => waiting.shift()?.(), 1);
    await Promise.all(workers);
    await run();
    clearInterval(feeding);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(20);
    expect([received.length, state.most]).toEqual([20, 4]);
  });

  test("one that does not answer holds up no other", async () => {
    const release = Promise.withResolvers<number>();
    const [slow, quick] = [await receiver(() => release.promise), await receiver()];
    await make(slow.url);
    await make(quick.url);
    await publish(10);
    const working = run();
    await vi.waitFor(() => expect(quick.received).toHaveLength(10));
    expect(slow.received).toHaveLength(4);
    release.resolve(200);
    await working;
    expect(slow.received).toHaveLength(10);
  });

  test("a task whose time is over takes nothing more, and ends what it began", async () => {
    const over = new AbortController();
    const { url, received } = await receiver(() => {
      over.abort();
      return 200;
    });
    await make(url);
    await publish(10);
    await runTask(deps, over.signal);
    expect(received).toHaveLength(4);
    const rows = await env.sql("SELECT 1 FROM delivery WHERE claimed_at IS NOT NULL");
    expect(rows).toEqual([]);
  });

  test("what a worker took and never ended is taken over, and its late answer counts no more", async () => {
    const release = Promise.withResolvers<number>();
    const answers = [release.promise, 200];
    const { url, received } = await receiver(() => answers.shift() ?? 200);
    const { endpoint } = await make(url);
    const id = await send(endpoint.id);
    const lost = run();
    await vi.waitFor(() => expect(received).toHaveLength(1));
    await run();
    expect(received).toHaveLength(1);
    env.advance(121_000);
    await run();
    expect(await find(id)).toMatchObject({ state: "sent", attempts: 2 });
    release.resolve(500);
    await lost;
    expect(await find(id)).toMatchObject({ state: "sent", attempts: 2, lastStatus: 200 });
  });

  test("a disabled endpoint's deliveries wait until it is enabled", async () => {
    const { url, received } = await receiver();
    const { endpoint } = await make(url);
    await publish(1);
    await updateEndpoint(deps, admin(), { endpointId: endpoint.id, isEnabled: false });
    await run();
    expect(received).toEqual([]);
    await updateEndpoint(deps, admin(), { endpointId: endpoint.id, isEnabled: true });
    await run();
    expect(received).toHaveLength(1);
  });
});

describe("housekeeping", () => {
  const prune = async (given: Deps = deps) =>
    (await pruneNotifications.handler())({ deps: given, taskId: "t", workspaceId: null, signal: new AbortController().signal }, {});

  test("forgets deliveries 30 days after they ended, and what waited as long", async () => {
    const { url } = await receiver();
    const { endpoint } = await make(url);
    const ids = [await send(endpoint.id), ""];
    await run();
    ids[1] = await send(endpoint.id);
    const state = async () => (await Promise.all(ids.map(find))).map((one) => one?.state);
    env.advance(30 * 24 * hourMs - 60_000);
    await prune();
    expect(await state()).toEqual(["sent", "queued"]);
    env.advance(120_000);
    await prune();
    expect(await state()).toEqual([undefined, undefined]);
  });

  test("forgets messages 90 days after they were read", async () => {
    const person = await env.createUser();
    await env.addMember(workspace, person, "viewer");
    await env.sql(
      `INSERT INTO notification (id, workspace_id, user_id, kind, kind_group, title, body, link, subject_kind, subject_id, read_at)
       SELECT gen_random_uuid(), $1, $2, 'a.b', 'votes', t.title, '', '/w/a/b', 'a', '1', t.read_at
       FROM (VALUES ('old', $3::timestamptz), ('young', $4::timestamptz), ('unread', NULL)) AS t(title, read_at)`,
      [
        workspace.id,
        person.id,
        new Date(deps.now().getTime() - 90 * 24 * hourMs - 1000),
        new Date(deps.now().getTime() - 90 * 24 * hourMs + 60_000),
      ],
    );
    await prune();
    const rows = await env.sql("SELECT title FROM notification WHERE workspace_id = $1 ORDER BY title", [workspace.id]);
    expect(rows).toEqual([{ title: "unread" }, { title: "young" }]);
  });

  test("wraps secrets anew after the key was changed, so that the key before may go, and drops those whose day is over", async () => {
    const { url, received } = await receiver();
    const { endpoint } = await make(url);
    const { secret } = await rotateSecret(deps, admin(), { endpointId: endpoint.id });
    const current = randomBytes(32);
    await prune({ ...deps, secretKeys: { current, previous: deps.secretKeys.current } });
    await send(endpoint.id);
    await runTask({ ...deps, secretKeys: { current } });
    expect(received[0]?.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    expect(isSignedBy(secret, received[0])).toBe(true);
    env.advance(25 * hourMs);
    await prune({ ...deps, secretKeys: { current } });
    const rows = await env.sql("SELECT previous_secret, previous_secret_until FROM webhook_endpoint WHERE id = $1", [endpoint.id]);
    expect(rows).toEqual([{ previous_secret: null, previous_secret_until: null }]);
  });

  test("leaves a secret alone that no key opens", async () => {
    const { url } = await receiver();
    const { endpoint } = await make(url);
    const read = () => env.sql("SELECT secret FROM webhook_endpoint WHERE id = $1", [endpoint.id]);
    const before = await read();
    await prune({ ...deps, secretKeys: { current: randomBytes(32) } });
    expect(await read()).toEqual(before);
  });
});
