import { createHash, randomUUID } from "node:crypto";
import type { TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApp, type TestApp } from "#src/open-test-app.ts";

let site: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
let run: string;
beforeAll(async () => {
  site = await openTestApp();
  workspace = await site.env.createWorkspace();
  headers = await site.withToken(workspace, { role: "contributor" });
});
afterAll(() => site.close());

const ask = (method: "GET" | "POST" | "PUT", url: string, given: { as?: Record<string, string>; payload?: object | string } = {}) =>
  site.app.inject({
    method,
    url: `/api/v1${url}`,
    headers: given.as ?? headers,
    ...(given.payload === undefined ? {} : { payload: given.payload }),
  });

/** A job with two attempts, each with a token of its own, as their launchers show them. */
async function launched() {
  run = (await ask("POST", "/runs", { payload: {} })).json<{ runId: string }>().runId;
  const id = randomUUID();
  await site.env.sql(
    `INSERT INTO job (id, workspace_id, number, name, kind, state, executor, spec, resolved, nodes, cpu, memory_bytes, gpus, priority,
       time_limit_seconds, submitted_by, submitted_by_kind, submitted_at, run_id)
     SELECT $1, $2, COALESCE(max(number), 0) + 1, 'train', 'training', 'running', 'local', '{}', '{}', 1, 1, 1, 0, 'normal', 60, $3, 'user', now(), $4
     FROM job WHERE workspace_id = $2`,
    [id, workspace.id, randomUUID(), run],
  );
  return { id, attempts: [await attemptOf(id, 1), await attemptOf(id, 2), await attemptOf(id, 3)] as const };
}

async function attemptOf(id: string, number: number) {
  const token = await site.withToken(workspace, { role: "contributor", scopes: ["job:report", "artifact:write"] });
  await site.env.sql(
    `INSERT INTO job_attempt (workspace_id, job_id, number, phase, outcome, nodes, queued_at, token_id)
     SELECT $2, $1, $3, 'running', NULL, '{}', now(), id FROM token ORDER BY created_at DESC, id DESC LIMIT 1`,
    [id, workspace.id, number],
  );
  const keep = (payload: object, as: Record<string, string> = token) =>
    ask("PUT", `/jobs/${id}/attempts/${number}/checkpoint`, { as, payload });
  const upload = async (path: string, text: string) => {
    const sha256 = createHash("sha256").update(text).digest("hex");
    const at = `checkpoints/attempt-${number}/${sha256.slice(0, 16)}/${path}`;
    const sent = await ask("PUT", `/runs/${run}/artifacts/content?path=${encodeURIComponent(at)}`, {
      as: { ...token, "content-type": "application/octet-stream" },
      payload: text,
    });
    expect(sent.statusCode, sent.body).toBe(200);
    return { path, sha256, sizeBytes: text.length };
  };
  return { token, keep, upload };
}

const kept = async (number: number): Promise<string[]> => {
  const list = async (path: string): Promise<string[]> => {
    const answer = await ask("GET", `/runs/${run}/artifacts?path=${encodeURIComponent(path)}`);
    const { items } = answer.json<{ items: { path: string; isDirectory: boolean }[] }>();
    return (
      await Promise.all(items.map((item) => (item.isDirectory ? list(item.path) : [item.path.split("/").slice(3).join("/")])))
    ).flat();
  };
  return (await list(`checkpoints/attempt-${number}`)).filter((path) => path !== "");
};

test("a checkpoint is what its list names; what an earlier one named and this one does not is gone", async () => {
  const { attempts } = await launched();
  const { upload, keep } = attempts[0];
  const [weights, first] = [await upload("weights.pt", "w1"), await upload("state/1.json", "one")];
  const sent = await keep({ step: 1, files: [weights, first] });
  expect([sent.statusCode, sent.json()]).toEqual([200, { files: 2, sizeBytes: 5 }]);
  expect(await kept(1)).toEqual(expect.arrayContaining(["weights.pt", "state/1.json"]));
  const second = await upload("state/2.json", "two");
  expect((await keep({ files: [weights, second] })).statusCode).toBe(200);
  expect((await kept(1)).toSorted()).toEqual(["state/2.json", "weights.pt"]);
});

test("a list that names what was not uploaded, or other bytes, changes nothing", async () => {
  const { attempts } = await launched();
  const { upload, keep } = attempts[0];
  const weights = await upload("weights.pt", "w1");
  const refused = await keep({ files: [weights, { ...weights, path: "other.pt" }] });
  expect([refused.statusCode, refused.json<{ detail: string }>().detail]).toEqual([400, expect.stringContaining('"other.pt"')]);
  expect((await keep({ files: [{ ...weights, sha256: `${weights.sha256.slice(0, 16)}${"0".repeat(48)}` }] })).statusCode).toBe(400);
  for (const path of ["../weights.pt", "/weights.pt", ""]) expect((await keep({ files: [{ ...weights, path }] })).statusCode).toBe(400);
  expect((await keep({ files: [] })).statusCode).toBe(400);
});

test("of a job's attempts the newest two keep their checkpoints", async () => {
  const { attempts } = await launched();
  for (const { upload, keep } of attempts) expect((await keep({ files: [await upload("weights.pt", "w")] })).statusCode).toBe(200);
  expect([await kept(1), await kept(2), await kept(3)]).toEqual([[], ["weights.pt"], ["weights.pt"]]);
});

test("only the attempt's own token keeps its checkpoint, and not after its end", async () => {
  const { id, attempts } = await launched();
  const [first, second] = attempts;
  const files = [await first.upload("weights.pt", "w")];
  for (const as of [second.token, headers]) expect((await first.keep({ files }, as)).statusCode).toBe(403);
  await site.env.sql("UPDATE job_attempt SET phase = 'ended', outcome = 'succeeded', ended_at = now() WHERE job_id = $1 AND number = 1", [
    id,
  ]);
  expect((await first.keep({ files })).statusCode).toBe(409);
});
