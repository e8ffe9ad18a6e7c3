import type { TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestApp, type TestApp } from "#src/open-test-app.ts";

const limits = { requestsPerMinute: 3, ingestPerMinute: 5, anonymousPerMinute: 2, signInPerMinute: 1 };
type Headers = Record<string, string>;

let site: TestApp;
let workspace: TestWorkspace;
beforeAll(async () => {
  site = await openTestApp({ rateLimits: limits });
  workspace = await site.env.createWorkspace();
});
afterAll(() => site.close());

const read = (headers: Headers) => site.app.inject({ url: "/api/v1/experiments/0", headers });
const begin = (headers: Headers) => site.app.inject({ method: "POST", url: "/api/v1/runs", headers, payload: {} });
const log = (headers: Headers) =>
  site.app.inject({ method: "POST", url: "/api/2.0/mlflow/runs/create", headers, payload: { experiment_id: "0", start_time: 1 } });

type Ask = (headers: Headers) => Promise<{ readonly statusCode: number }>;
async function statuses(ask: Ask, headers: Headers, times: number): Promise<number[]> {
  const answers: number[] = [];
  for (let asked = 0; asked < times; asked++) answers.push((await ask(headers)).statusCode);
  return answers;
}

test("a token may ask so often in a minute; then it is told how long to wait, and no other token is", async () => {
  const [busy, quiet] = [await site.withToken(workspace), await site.withToken(workspace)];
  expect(await statuses(read, busy, 3)).toEqual([200, 200, 200]);
  const refused = await read(busy);
  expect(refused.statusCode).toBe(429);
  expect(refused.headers["content-type"]).toContain("application/problem+json");
  expect(refused.json()).toMatchObject({ code: "rate-limited", requestId: expect.any(String) });
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(60);
  expect((await read(quiet)).statusCode).toBe(200);
});

test("logging has an allowance of its own, whichever door it comes by", async () => {
  const headers = await site.withToken(workspace);
  expect(await statuses(read, headers, 4)).toEqual([200, 200, 200, 429]);
  expect(await statuses(begin, headers, 2)).toEqual([200, 200]);
  expect(await statuses(log, headers, 3)).toEqual([200, 200, 200]);
  const refused = await log(headers);
  expect(refused.statusCode).toBe(429);
  expect(refused.json()).toMatchObject({ error_code: "REQUEST_LIMIT_EXCEEDED" });
  expect(refused.headers["retry-after"]).toBeDefined();
});

test("tokens behind one address do not share an allowance", async () => {
  for (let token = 0; token < 4; token++)
    expect(await statuses(begin, await site.withToken(workspace), 5)).toEqual([200, 200, 200, 200, 200]);
});

test("who is not signed in is limited by address, and signing in more narrowly", async () => {
  const nobody = (remoteAddress: string) => site.app.inject({ url: "/api/v1/me", remoteAddress });
  const signIn = (remoteAddress: string) =>
    site.app.inject({ method: "POST", url: "/api/v1/sessions", remoteAddress, payload: { email: "x@example.test", password: "wrong" } });
  expect((await signIn("192.0.2.7")).statusCode).toBe(401);
  expect((await signIn("192.0.2.7")).statusCode).toBe(429);
  expect([await nobody("192.0.2.7"), await nobody("192.0.2.7"), await nobody("192.0.2.7")].map((answer) => answer.statusCode)).toEqual([
    401, 401, 429,
  ]);
  expect((await signIn("192.0.2.8")).statusCode).toBe(401);
});

describe("without limits", () => {
  test("nobody is refused", async () => {
    const open = await openTestApp();
    const headers = await open.withToken(await open.env.createWorkspace());
    const asked = Array.from({ length: 20 }, () => open.app.inject({ url: "/api/v1/experiments/0", headers }));
    expect(new Set((await Promise.all(asked)).map((answer) => answer.statusCode))).toEqual(new Set([200]));
    await open.close();
  });
});
