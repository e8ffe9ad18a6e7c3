import assert from "node:assert/strict";
import { test } from "node:test";
import { resources, type WatchState } from "../../packages/kube/src/index.ts";
import { eventually } from "../faults/server.ts";
import { openGate } from "./gate.ts";
import { forgetHistory, killApiServer, startApiServer } from "./own-cluster.ts";
import { cluster, makeNamespace, onOwnCluster } from "./test-cluster.ts";
import { type Watched, watchConfigMaps } from "./watched.ts";

const kindOf = (watched: Watched) => watched.states.at(-1)?.kind;
const is = (watched: Watched, kind: WatchState["kind"]) => eventually(`the watch is ${kind}`, () => kindOf(watched) === kind);
const put = (namespace: string, name: string, data: object = {}) =>
  cluster.apply(resources.configMaps, { metadata: { namespace, name }, data });
const remove = (namespace: string, name: string) => cluster.delete(resources.configMaps, { namespace, name });
const told = (watched: Watched, changes: string[]) => eventually(`it told of ${changes}`, () => watched.changes.length >= changes.length);

test("a watch tells what is there, then of each change once", async (t) => {
  const namespace = await makeNamespace(t);
  await put(namespace, "a");
  const watched = await watchConfigMaps(t, namespace);
  await is(watched, "live");
  assert.deepEqual(watched.snapshots, [["a"]]);
  await put(namespace, "b");
  await put(namespace, "b", { key: "value" });
  // Nothing changes, so nothing is told.
  await put(namespace, "b", { key: "value" });
  await remove(namespace, "a");
  await told(watched, ["+b", "~b", "-a"]);
  assert.deepEqual(watched.changes, ["+b", "~b", "-a"]);
  assert.deepEqual(
    watched.states.map(({ kind }) => kind),
    ["connecting", "live"],
  );
});

test("what the cluster does not have is absent, and no error", async (t) => {
  const kind = { apiVersion: "nowhere.test/v1", kind: "Nothing", plural: "nothings", isNamespaced: true };
  assert.equal(await cluster.list(kind), "absent");
  assert.deepEqual(await Array.fromAsync(cluster.listAll(kind)), []);
  const states: string[] = [];
  const end = new AbortController();
  const watching = cluster.watch(
    kind,
    {
      project: () => "",
      onSnapshot: () => assert.fail("there is nothing"),
      onChange: () => assert.fail("nothing can change"),
      onState: (state) => states.push(state.kind),
      resyncMs: 60_000,
    },
    end.signal,
  );
  t.after(() => end.abort());
  await eventually("it is known", () => states.includes("absent"));
  end.abort();
  await watching;
  assert.deepEqual(states, ["connecting", "absent"]);
});

test("everything is listed anew at each resync", async (t) => {
  const namespace = await makeNamespace(t);
  await put(namespace, "a");
  const watched = await watchConfigMaps(t, namespace, { resyncMs: 1000 });
  await eventually("it was listed three times", () => watched.snapshots.length >= 3);
  assert.deepEqual(watched.snapshots.slice(0, 3), [["a"], ["a"], ["a"]]);
  assert.deepEqual(
    watched.states.map(({ kind }) => kind),
    ["connecting", "live"],
  );
});

test("a watch goes on where it was after its connection was cut", async (t) => {
  const namespace = await makeNamespace(t);
  const gate = await openGate(new URL(cluster.address));
  t.after(gate.close);
  await put(namespace, "a");
  const watched = await watchConfigMaps(t, namespace, { port: gate.port });
  await is(watched, "live");
  gate.shut();
  await is(watched, "stale");
  await put(namespace, "b");
  await remove(namespace, "a");
  gate.open();
  await told(watched, ["+b", "-a"]);
  assert.deepEqual(watched.changes, ["+b", "-a"]);
  assert.equal(watched.calls.filter(({ verb }) => verb === "list").length, 1);
  assert.equal(kindOf(watched), "live");
});

test("a watch outlives the API server", onOwnCluster, async (t) => {
  const namespace = await makeNamespace(t);
  await put(namespace, "a");
  const watched = await watchConfigMaps(t, namespace);
  await is(watched, "live");
  await killApiServer();
  await is(watched, "stale");
  const stale = watched.states.at(-1);
  assert.ok(stale?.kind === "stale" && stale.problem.kind === "unreachable" && Date.now() - stale.since.getTime() < 10_000);
  await startApiServer();
  await is(watched, "live");
  await put(namespace, "b");
  const names = () => [...(watched.snapshots.at(-1) ?? []), ...watched.changes];
  await eventually("the new one is known", () => names().some((name) => /^\+?b$/.test(name)));
});

test("a watch lists anew what it missed where the cluster has forgotten it", onOwnCluster, async (t) => {
  const namespace = await makeNamespace(t);
  const gate = await openGate(new URL(cluster.address));
  t.after(gate.close);
  await put(namespace, "a");
  await put(namespace, "kept");
  const watched = await watchConfigMaps(t, namespace, { port: gate.port });
  await is(watched, "live");
  gate.shut();
  await is(watched, "stale");
  await put(namespace, "b");
  await remove(namespace, "a");
  await forgetHistory();
  // It keeps some history in memory, too.
  await killApiServer();
  await startApiServer();
  gate.open();
  await eventually("it was listed anew", () => watched.snapshots.length === 2);
  assert.deepEqual(watched.snapshots, [
    ["a", "kept"],
    ["b", "kept"],
  ]);
  assert.deepEqual(watched.changes, []);
  await is(watched, "live");
  await remove(namespace, "kept");
  await told(watched, ["-kept"]);
});
