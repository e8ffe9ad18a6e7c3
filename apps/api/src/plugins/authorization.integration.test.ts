import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApp, type TestApp } from "#src/open-test-app.ts";

let it: TestApp;
let viewer: { authorization: string };
beforeAll(async () => {
  it = await openTestApp();
  viewer = await it.withToken(await it.env.createWorkspace(), { role: "viewer" });
});
afterAll(() => it.close());

/** Each would be refused for its body, if that were read, or for naming no workspace. */
const requests = [
  ["POST", "/api/v1/experiments"],
  ["POST", "/api/v1/runs/r/restore"],
  ["PUT", "/api/v1/runs/r/artifacts/content?path=../x"],
  ["POST", "/api/2.0/mlflow/runs/log-batch"],
  ["POST", "/api/2.0/mlflow/artifacts/presigned-upload-url"],
  ["PUT", "/api/2.0/mlflow-artifacts/artifacts/0/r/artifacts/x"],
  ["POST", "/api/2.0/mlflow-artifacts/mpu/create/x"],
  ["POST", "/ajax-api/2.0/mlflow/upload-artifact?run_uuid=r"],
] as const;
const broken = { headers: { "content-type": "application/json" }, payload: '{"broken' };

test.each(requests)("%s %s of nobody, and of who may only read, is refused before its body is looked at", async (method, url) => {
  const anonymous = await it.app.inject({ method, url, ...broken });
  expect(anonymous.statusCode).toBe(401);
  const answer = await it.app.inject({ method, url, ...broken, headers: { ...broken.headers, ...viewer } });
  expect(answer.statusCode).toBe(403);
});

test.each(["/get-artifact?run_uuid=r", "/api/2.0/mlflow/workspaces/w", "/api/v1/runs/r/artifacts/content"])(
  "GET %s of nobody is refused as such",
  async (url) => {
    expect((await it.app.inject({ url })).statusCode).toBe(401);
  },
);

test("refusals of nobody count against their address", async () => {
  const limited = await openTestApp({ rateLimits: { anonymousPerMinute: 2 } });
  const statuses: number[] = [];
  for (let count = 0; count < 3; count++) statuses.push((await limited.app.inject({ url: "/api/v1/me" })).statusCode);
  expect(statuses).toEqual([401, 401, 429]);
  await limited.close();
});
