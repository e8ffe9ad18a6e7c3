import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApp, type TestApp } from "./open-test-app.ts";

let it: TestApp;
let port: number;
let authorization: string;
beforeAll(async () => {
  it = await openTestApp({ stallTimeoutMs: 200 });
  ({ authorization } = await it.withToken(await it.env.createWorkspace()));
  port = Number(new URL(await it.app.listen({ port: 0, host: "127.0.0.1" })).port);
});
afterAll(() => it.close());

test.each([
  ["a sign-in", "POST /api/v1/sessions"],
  ["a batch", "POST /api/2.0/mlflow/runs/log-batch"],
  ["an upload", "PUT /api/2.0/mlflow-artifacts/artifacts/stalled"],
])("the connection of %s whose body does not go on is closed", async (_what, line) => {
  const head = [`${line} HTTP/1.1`, "host: plumbline.test", `authorization: ${authorization}`, "content-type: application/json"];
  const client = connect(port, "127.0.0.1");
  client.write(`${[...head, "content-length: 1000"].join("\r\n")}\r\n\r\n{`);
  client.resume();
  await once(client, "close");
  expect(await it.env.sql("SELECT FROM artifact")).toEqual([]);
});
