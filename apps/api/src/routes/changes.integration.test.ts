import { once } from "node:events";
import { connect } from "node:net";
import { revokeToken } from "@plumbline/core/access";
import { createRun } from "@plumbline/core/experiments";
import type { TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestApp, type TestApp } from "#src/open-test-app.ts";

/** A transaction of any database of the server holds changes back until it ends, and the other tests have long ones. */
const patience = { timeout: 20_000 };

let site: TestApp;
let workspace: TestWorkspace;
let origin: string;
beforeAll(async () => {
  site = await openTestApp();
  workspace = await site.env.createWorkspace();
  origin = await site.app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => site.close());

/** Reads a stream until it ends or is aborted. */
async function listen(headers: Record<string, string>) {
  const abort = new AbortController();
  const response = await fetch(`${origin}/api/v1/changes`, { headers, signal: abort.signal });
  const state = { text: "", hasEnded: false };
  const reading = (async () => {
    for await (const chunk of response.body ?? []) state.text += Buffer.from(chunk).toString();
  })()
    .catch(() => undefined)
    .finally(() => {
      state.hasEnded = true;
    });
  const ids = () => [...state.text.matchAll(/^id: (.+)$/gm)].map((match) => match[1] ?? "");
  const runs = () => [...state.text.matchAll(/"topic":"run","subject":"(\w+)"/g)].map((match) => match[1]);
  const stop = () => {
    abort.abort();
    return reading;
  };
  return { response, state, ids, runs, stop };
}

const newRun = async () => (await createRun(site.deps, site.env.callerOf({ workspace }), {})).runId;

test("a run appears in the stream, and a stream that resumes sees what it missed, once", async () => {
  const headers = await site.withToken(workspace, { role: "viewer" });
  const stream = await listen(headers);
  const first = await newRun();
  await vi.waitFor(() => expect(stream.runs()).toEqual([first]), patience);
  await stream.stop();
  const second = await newRun();
  const resumed = await listen({ ...headers, "last-event-id": stream.ids().at(-1) ?? "" });
  await vi.waitFor(() => expect(resumed.runs()).toEqual([second]), patience);
  await resumed.stop();
});

test("a foreign workspace's stream stays silent", async () => {
  const other = await site.env.createWorkspace();
  const stream = await listen(await site.withToken(other));
  const own = await listen(await site.withToken(workspace));
  const runId = await newRun();
  await vi.waitFor(() => expect(own.runs()).toContain(runId), patience);
  expect(stream.runs()).toEqual([]);
  await Promise.all([stream.stop(), own.stop()]);
});

test("a stream ends when its token is revoked", async () => {
  const headers = await site.withToken(workspace);
  const stream = await listen(headers);
  expect(stream.response.status).toBe(200);
  const [token] = await site.env.sql<{ id: string }>("SELECT id FROM token ORDER BY created_at DESC LIMIT 1");
  await revokeToken(site.deps, site.env.callerOf({ workspace }), { tokenId: token?.id ?? "" });
  await vi.waitFor(() => expect(stream.state.hasEnded).toBe(true), patience);
});

test("who does not read what was missed is cut off, and the stream of somebody else goes on", async () => {
  const crowded = await site.env.createWorkspace();
  const headers = await site.withToken(crowded);
  await site.env.sql(
    `INSERT INTO change (workspace_id, topic, subject, kind, data)
     SELECT $1, 'run', n::text, 'update', jsonb_build_object('text', repeat('x', 16384)) FROM generate_series(1, 900) n`,
    [crowded.id],
  );
  const deaf = connect(Number(new URL(origin).port), "127.0.0.1");
  const cut = once(deaf, "close");
  const head = ["GET /api/v1/changes HTTP/1.1", "host: x", `authorization: ${headers.authorization}`, "last-event-id: 1.0"];
  deaf.write(`${head.join("\r\n")}\r\nconnection: close\r\n\r\n`);
  await once(deaf, "readable");
  const stream = await listen(await site.withToken(workspace));
  await createRun(site.deps, site.env.callerOf({ workspace: crowded }), {});
  const runId = await newRun();
  await vi.waitFor(() => expect(stream.runs()).toContain(runId), patience);
  deaf.resume();
  await cut;
  await stream.stop();
});

test("a stream is not taken for anything else", async () => {
  const stream = await listen(await site.withToken(workspace));
  expect(stream.response.headers.get("x-content-type-options")).toBe("nosniff");
  await stream.stop();
});

test("nobody gets a stream without a credential", async () => {
  const response = await fetch(`${origin}/api/v1/changes`);
  expect(response.status).toBe(401);
});
