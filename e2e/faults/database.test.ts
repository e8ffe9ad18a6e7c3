import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isReady } from "./api-process.ts";
import { logThroughFaults } from "./batches.ts";
import { call } from "./mlflow-routes.ts";
import { eventually, type Server, startServer } from "./server.ts";

let server: Server;

before(async () => {
  server = await startServer();
});
after(() => server.stop());

test("PostgreSQL, recovering from a crash under load, loses no acknowledged batch and holds each point once", async () => {
  const { killBackend } = server.database;
  await logThroughFaults({ server, faults: [killBackend, killBackend, killBackend], repeats: true });
  assert.equal(server.api.hasEnded(), false, `the api ended with it:\n${server.log().slice(-2000)}`);
});

test("PostgreSQL, stopped and started under load, neither; the api says that it is not ready, and recovers by itself", async () => {
  const restarted = async () => {
    await server.database.stop();
    await eventually("the api says that it is not ready", async () => !(await isReady(server.url)));
    const answer = await call(server, "/experiments/get?experiment_id=0");
    assert.equal(answer?.status, 503);
    assert.equal(answer.body.error_code, "TEMPORARILY_UNAVAILABLE");
    await server.database.start();
    await eventually("the api says that it is ready", () => isReady(server.url));
  };
  await logThroughFaults({ server, faults: [restarted, restarted], repeats: true });
  assert.equal(server.api.hasEnded(), false, `the api ended with it:\n${server.log().slice(-2000)}`);
});
