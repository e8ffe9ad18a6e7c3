import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isReady } from "./api-process.ts";
import { artifactUrl, beginUpload, mebibyte, zeros } from "./artifact-upload.ts";
import { call, createRun, historyOf } from "./mlflow-routes.ts";
import { eventually, type Server, startServer } from "./server.ts";

/** What a process has for its drain, by default. */
const drainMs = 10_000;
const clients = 8;
let server: Server;

before(async () => {
  server = await startServer();
});
after(() => server.stop());

/** Asks the api to end, waits until it takes nothing new, lets `finish` happen, and sees that it ends well and in time. */
async function drainWhile(finish: () => Promise<void>): Promise<void> {
  const begun = Date.now();
  const ended = server.api.terminate();
  await eventually("the api takes nothing new", async () => !(await isReady(server.url)));
  await finish();
  assert.equal(await ended, 0, server.log().slice(-2000));
  assert.ok(Date.now() - begun < drainMs, `it took ${Date.now() - begun} ms`);
  await server.api.start();
}

test("SIGTERM lets an upload finish that was begun", async () => {
  const url = artifactUrl(server, await createRun(server), "weights.bin");
  const upload = beginUpload(server, url, zeros(6));
  await upload.send(3);
  await drainWhile(async () => {
    await upload.send(3);
    assert.equal(await upload.answered, 200);
  });
  const read = await fetch(url, { headers: { authorization: `Bearer ${server.token}` } });
  assert.equal((await read.arrayBuffer()).byteLength, 6 * mebibyte);
});

test("SIGTERM lets every batch be written that was begun, and ends the event streams", async () => {
  const runId = await createRun(server);
  const headers = { authorization: `Bearer ${server.token}` };
  const stream = await fetch(`${server.url}/api/v1/changes`, { headers });
  assert.equal(stream.status, 200);
  const streamed = stream.text();
  const { release } = await server.database.lockRun(runId);
  try {
    const logging = Array.from({ length: clients }, (_, client) => {
      const metrics = [{ key: "loss", value: client, timestamp: 1, step: client }];
      return call(server, "/runs/log-batch", { run_id: runId, metrics, params: [{ key: `param-${client}`, value: "x" }] });
    });
    await eventually("a batch waits for the run", server.database.isLockAwaited);
    assert.ok(await isReady(server.url));
    await drainWhile(async () => {
      await release();
      assert.deepEqual(
        (await Promise.all(logging)).map((answer) => answer?.status),
        logging.map(() => 200),
      );
    });
  } finally {
    await release();
  }
  await streamed;
  const steps = (await historyOf(server, runId, "loss")).map(({ step }) => step);
  assert.deepEqual(
    steps.sort((left, right) => left - right),
    Array.from({ length: clients }, (_, client) => client),
  );
});
