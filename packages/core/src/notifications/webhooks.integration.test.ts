import { openOutbound } from "@plumbline/outbound";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Deps, openSecret } from "../kernel/index.ts";
import {
  createEndpoint,
  deleteEndpoint,
  listDeliveries,
  listEndpoints,
  type PublishedEvent,
  publishEvent,
  replayDelivery,
  rotateSecret,
  testEndpoint,
  updateEndpoint,
} from "./index.ts";
import { secretPlace } from "./secret-place.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
beforeAll(async () => {
  env = await openTestEnvironment();
});
afterAll(() => env.close());
beforeEach(async () => {
  workspace = await env.createWorkspace();
});

const url = "https://hooks.example.com/in?token=hush";
const admin = (of: TestWorkspace = workspace) => env.callerOf({ workspace: of });
const make = (input: Partial<Parameters<typeof createEndpoint>[2]> = {}, deps: Deps = env.deps) =>
  createEndpoint(deps, admin(), { url, events: ["*"], ...input });
const publish = (event: PublishedEvent, of: TestWorkspace = workspace) =>
  env.db.transaction({ role: "app", workspaceId: of.id, actorId: "test" }, (tx) =>
    publishEvent({ tx, deps: env.deps, now: env.deps.now() }, of.id, event),
  );
const deliveriesOf = async (endpointId: string) => (await listDeliveries(env.deps, admin(), { endpointId })).items;
const auditOf = async (action: string) =>
  (await env.sql<{ body: string }>("SELECT body FROM audit_event WHERE workspace_id = $1 AND action = $2", [workspace.id, action])).map(
    ({ body }) => body,
  );
const sealedOf = async (id: string) =>
  (
    await env.sql<{ secret: string; previous_secret: string | null }>(
      "SELECT secret, previous_secret FROM webhook_endpoint WHERE id = $1",
      [id],
    )
  )[0];
const opened = (id: string, sealed = "") => openSecret(env.deps.secretKeys, secretPlace(workspace.id, id), sealed);

describe("endpoints", () => {
  test("are made with a secret that is shown once and stored sealed", async () => {
    const { endpoint, secret } = await make({ events: ["b.*", "a.c", "b.*"], description: "Ours" });
    expect(endpoint).toMatchObject({ url, events: ["a.c", "b.*"], description: "Ours", format: "standard", isEnabled: true });
    expect(secret).toMatch(/^whsec_/);
    expect(await listEndpoints(env.deps, admin(), {})).toEqual({ items: [endpoint] });
    const [row] = await env.sql<{ text: string }>("SELECT to_jsonb(e)::text AS text FROM webhook_endpoint e WHERE id = $1", [endpoint.id]);
    expect(row?.text).not.toContain(secret.slice("whsec_".length));
    expect(opened(endpoint.id, (await sealedOf(endpoint.id))?.secret)).toBe(secret);
  });

  test("leave neither secret nor the path of their address in the audit log", async () => {
    const { endpoint, secret } = await make();
    await updateEndpoint(env.deps, admin(), { endpointId: endpoint.id, url: "https://hooks.example.com/other?token=hush" });
    const rotated = await rotateSecret(env.deps, admin(), { endpointId: endpoint.id });
    await deleteEndpoint(env.deps, admin(), { endpointId: endpoint.id });
    const bodies = await Promise.all(["create", "update", "rotate", "delete"].map((verb) => auditOf(`notifications.webhook.${verb}`)));
    expect(bodies.map((list) => list.length)).toEqual([1, 1, 1, 1]);
    for (const hidden of ["hush", secret.slice(6), rotated.secret.slice(6)]) expect(bodies.flat().join()).not.toContain(hidden);
    const { before, after } = JSON.parse(bodies[1]?.[0] ?? "") as { before: { urlDigest: string }; after: { urlDigest: string } };
    expect(after).toMatchObject({ origin: "https://hooks.example.com" });
    expect(before.urlDigest).not.toBe(after.urlDigest);
  });

  test.each([
    "http://hooks.example.com/",
    "https://127.0.0.1/",
    "https://a:b@hooks.example.com/",
    "https://169.254.169.254/",
    "mailto:a@b.c",
  ])("are refused at %s, made or changed", async (refused) => {
    await expect(make({ url: refused })).rejects.toMatchObject({ code: "invalid", fields: [{ path: "url" }] });
    const { endpoint } = await make();
    await expect(updateEndpoint(env.deps, admin(), { endpointId: endpoint.id, url: refused })).rejects.toMatchObject({ code: "invalid" });
  });

  test("of MLflow's format have a name, a secret of their receiver's, and begin disabled where that is asked", async () => {
    const { endpoint, secret } = await make({ format: "mlflow", name: "hook-1", secret: "hush", isEnabled: false });
    expect(endpoint).toMatchObject({ format: "mlflow", name: "hook-1", isEnabled: false });
    expect(secret).toBe("hush");
    await updateEndpoint(env.deps, admin(), { endpointId: endpoint.id, name: "hook-2", secret: "quiet", isEnabled: true });
    const sealed = await sealedOf(endpoint.id);
    expect([opened(endpoint.id, sealed?.secret), opened(endpoint.id, sealed?.previous_secret ?? "")]).toEqual(["quiet", "hush"]);
    const bodies = [...(await auditOf("notifications.webhook.create")), ...(await auditOf("notifications.webhook.update"))].join();
    expect(bodies).toContain('"isSecretReplaced":true');
    expect(bodies).not.toMatch(/hush|quiet/);
  });

  test("of the standard format take no secret from outside", async () => {
    await expect(make({ secret: "hush" })).rejects.toMatchObject({ code: "invalid", fields: [{ path: "secret" }] });
    const { endpoint } = await make();
    const change = updateEndpoint(env.deps, admin(), { endpointId: endpoint.id, secret: "hush" });
    await expect(change).rejects.toMatchObject({ code: "invalid", fields: [{ path: "secret" }] });
  });

  test.each(["", "-a", "a-", "a b", "n".repeat(64)])("may not be called %j", async (name) => {
    await expect(make({ name })).rejects.toMatchObject({ code: "invalid", fields: [{ path: "name" }] });
  });

  test("may be at what the operator allows", async () => {
    const receivers = { isHttpAllowed: true, allowedHosts: ["127.0.0.1"] };
    const deps = { ...env.deps, outbound: openOutbound({ smtp: undefined, receivers }) };
    expect((await make({ url: "http://127.0.0.1:8080/" }, deps)).endpoint.url).toBe("http://127.0.0.1:8080/");
  });

  test("are 50 to a workspace at most, however many are made at once", async () => {
    const made = await Promise.allSettled(Array.from({ length: 52 }, () => make()));
    const refused = made.filter((one) => one.status === "rejected").map(({ reason }) => reason as unknown);
    expect(refused).toMatchObject([{ code: "conflict" }, { code: "conflict" }]);
    expect((await listEndpoints(env.deps, admin(), {})).items).toHaveLength(50);
  });

  test("are for administrators alone", async () => {
    for (const role of ["viewer", "contributor", "engineer", "approver"] as const) {
      await expect(listEndpoints(env.deps, env.callerOf({ workspace, role }), {})).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  test("of another workspace do not exist", async () => {
    const { endpoint } = await make();
    const foreign = admin(await env.createWorkspace());
    const asked = { endpointId: endpoint.id };
    for (const act of [updateEndpoint, deleteEndpoint, rotateSecret, testEndpoint]) {
      await expect(act(env.deps, foreign, asked)).rejects.toMatchObject({ code: "not-found" });
    }
    const { id: deliveryId } = await testEndpoint(env.deps, admin(), asked);
    await expect(replayDelivery(env.deps, foreign, { deliveryId })).rejects.toMatchObject({ code: "not-found" });
    expect(await listDeliveries(env.deps, foreign, asked)).toMatchObject({ items: [] });
  });

  test("a new secret takes the place of the old one, which is kept for a day", async () => {
    const { endpoint, secret } = await make();
    const rotated = await rotateSecret(env.deps, admin(), { endpointId: endpoint.id });
    expect(rotated.secret).not.toBe(secret);
    const hours = (Date.parse(rotated.endpoint.previousSecretUntil ?? "") - env.deps.now().getTime()) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
    const sealed = await sealedOf(endpoint.id);
    expect([opened(endpoint.id, sealed?.secret), opened(endpoint.id, sealed?.previous_secret ?? "")]).toEqual([rotated.secret, secret]);
  });

  test("a sealed secret opens for no other endpoint", async () => {
    const [one, two] = [await make(), await make()];
    const sealed = (await sealedOf(one.endpoint.id))?.secret;
    expect(() => opened(two.endpoint.id, sealed)).toThrow(/belongs elsewhere/);
  });

  test("go with their deliveries", async () => {
    const { endpoint } = await make();
    await testEndpoint(env.deps, admin(), { endpointId: endpoint.id });
    await deleteEndpoint(env.deps, admin(), { endpointId: endpoint.id });
    expect(await env.sql("SELECT 1 FROM delivery WHERE workspace_id = $1", [workspace.id])).toEqual([]);
  });
});

describe("events", () => {
  const approved = { type: "approvals.request.approve", data: { number: 31 } };

  test("are written for each endpoint that listens, by name or beginning, and for no other", async () => {
    const patterns = [
      "*",
      "approvals.*",
      "approvals.request.*",
      "approvals.request.approve",
      "approvals.request",
      "approval.*",
      "models.*",
    ];
    const ids = new Map<string, string>();
    for (const pattern of patterns) ids.set(pattern, (await make({ events: [pattern] })).endpoint.id);
    expect(await publish(approved)).toMatchObject([{ name: "notifications.deliver" }]);
    const rows = await env.sql<{ endpoint_id: string; payload: string }>(
      "SELECT endpoint_id, payload FROM delivery WHERE workspace_id = $1",
      [workspace.id],
    );
    expect(rows.map(({ endpoint_id }) => endpoint_id).sort()).toEqual(
      ["*", "approvals.*", "approvals.request.*", "approvals.request.approve"].map((pattern) => ids.get(pattern)).sort(),
    );
    expect(JSON.parse(rows[0]?.payload ?? "")).toEqual({ ...approved, timestamp: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  test("an endpoint that fits twice gets it once; one that is disabled, or of another workspace, gets nothing", async () => {
    const [twice, disabled] = [await make({ events: ["*", "approvals.*"] }), await make()];
    await updateEndpoint(env.deps, admin(), { endpointId: disabled.endpoint.id, isEnabled: false });
    const other = await env.createWorkspace();
    const foreign = await createEndpoint(env.deps, admin(other), { url, events: ["*"] });
    await publish(approved);
    expect(await deliveriesOf(twice.endpoint.id)).toMatchObject([{ kind: approved.type, state: "queued", attempts: 0, target: url }]);
    expect(await deliveriesOf(disabled.endpoint.id)).toEqual([]);
    expect(await env.sql("SELECT 1 FROM delivery WHERE endpoint_id = $1", [foreign.endpoint.id])).toEqual([]);
    await expect(testEndpoint(env.deps, admin(), { endpointId: disabled.endpoint.id })).rejects.toMatchObject({ code: "conflict" });
  });

  test("that nobody listens to cost nothing; those that are rolled back are never sent", async () => {
    expect(await publish(approved)).toEqual([]);
    await make();
    const failing = env.db.transaction({ role: "app", workspaceId: workspace.id, actorId: "test" }, async (tx) => {
      await publishEvent({ tx, deps: env.deps, now: env.deps.now() }, workspace.id, approved);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect((await listDeliveries(env.deps, admin(), {})).items).toEqual([]);
  });

  test("an endpoint of MLflow's format gets those that MLflow has a name for, as MLflow writes them", async () => {
    const { endpoint } = await make({ format: "mlflow" });
    expect(await publish(approved)).toEqual([]);
    await publish({
      type: "models.version.create",
      data: {},
      mlflow: { entity: "model_version", action: "created", data: { name: "churn" }, workspace: workspace.name },
    });
    const [row] = await env.sql<{ payload: string }>("SELECT payload FROM delivery WHERE endpoint_id = $1", [endpoint.id]);
    expect(JSON.parse(row?.payload ?? "")).toEqual({
      entity: "model_version",
      action: "created",
      timestamp: expect.any(String),
      data: { name: "churn" },
      workspace: workspace.name,
    });
  });

  test("have at most 256 KiB", async () => {
    const { endpoint } = await make();
    const sized = (text: string) => publish({ type: "models.version.create", data: { text } });
    await sized("");
    const [{ size } = { size: 0 }] = await env.sql<{ size: number }>(
      "SELECT octet_length(payload) AS size FROM delivery WHERE endpoint_id = $1",
      [endpoint.id],
    );
    const rest = 256 * 1024 - size;
    await sized("x".repeat(rest));
    await expect(sized("x".repeat(rest + 1))).rejects.toThrow(/262144 are allowed/);
  });
});

describe("the list of deliveries", () => {
  test("goes from new to old by pages, and is narrowed by endpoint, channel and state", async () => {
    const [one, two] = [await make(), await make()];
    const ids: string[] = [];
    for (const { endpoint } of [one, two, one]) {
      ids.unshift((await testEndpoint(env.deps, admin(), { endpointId: endpoint.id })).id);
      env.advance(10);
    }
    const first = await listDeliveries(env.deps, admin(), { limit: 2 });
    const second = await listDeliveries(env.deps, admin(), { limit: 2, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
    expect(await deliveriesOf(two.endpoint.id)).toMatchObject([{ id: ids[1], kind: "webhook.test", channel: "webhook" }]);
    expect((await listDeliveries(env.deps, admin(), { state: "sent" })).items).toEqual([]);
    expect((await listDeliveries(env.deps, admin(), { channel: "email" })).items).toEqual([]);
    await expect(listDeliveries(env.deps, admin(), { channel: "webhook", cursor: first.nextCursor ?? "" })).rejects.toThrow(
      /does not belong/,
    );
  });
});
