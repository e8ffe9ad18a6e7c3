import { createHash, randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApp, type TestApp } from "#src/open-test-app.ts";

let site: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
beforeAll(async () => {
  site = await openTestApp();
  workspace = await site.env.createWorkspace();
  headers = await site.withToken(workspace, { role: "contributor" });
});
afterAll(() => site.close());

const ask = (method: "GET" | "POST", url: string, given: { headers?: Record<string, string>; payload?: object } = {}) =>
  site.app.inject({
    method,
    url: `/api/v1${url}`,
    headers: given.headers ?? headers,
    ...(given.payload ? { payload: given.payload } : {}),
  });

/** A job whose attempt has a token, as its launcher shows it. */
async function launched() {
  const id = randomUUID();
  const launcher = await site.withToken(workspace, { role: "contributor", scopes: ["job:report"] });
  await site.env.sql(
    `INSERT INTO job (id, workspace_id, number, name, kind, state, executor, spec, resolved, nodes, cpu, memory_bytes, gpus, priority,
       time_limit_seconds, submitted_by, submitted_by_kind, submitted_at)
     SELECT $1, $2, COALESCE(max(number), 0) + 1, 'train', 'training', 'running', 'local', '{}', '{}', 1, 1, 1, 0, 'normal', 60, $3, 'user', now()
     FROM job WHERE workspace_id = $2`,
    [id, workspace.id, randomUUID()],
  );
  await site.env.sql(
    `INSERT INTO job_attempt (workspace_id, job_id, number, phase, nodes, queued_at, token_id)
     SELECT $2, $1, 1, 'running', '{}', now(), id FROM token ORDER BY created_at DESC, id DESC LIMIT 1`,
    [id, workspace.id],
  );
  return { id, launcher, attempt: `/jobs/${id}/attempts/1` };
}

test("a launcher reports with its attempt's token, and people read what it said", async () => {
  const { launcher, attempt } = await launched();
  const lines = ["epoch 1", "half of \ud83d a character"].map((text) => ({ at: 1_700_000_000_000, stream: "stdout", text }));
  const samples = [{ at: Date.now(), cpuPercent: 120 }];
  const sent = await ask("POST", `${attempt}/reports`, { headers: launcher, payload: { sequence: 0, lines, samples } });
  expect([sent.statusCode, sent.json()]).toEqual([200, { nextSequence: 1, stop: false }]);
  const page = (await ask("GET", `${attempt}/log?from=2`)).json();
  expect(page).toMatchObject({ lines: [{ number: 2, rank: 0, text: "half of \ufffd a character" }], next: 3, last: 2, isComplete: false });
  const found = (await ask("GET", `${attempt}/log/search?text=EPOCH`)).json();
  expect(found).toEqual({ lines: [1], total: 1, isCut: false });
  const file = await ask("GET", `${attempt}/log.txt`);
  expect(file.body).toBe("epoch 1\nhalf of \ufffd a character\n");
  expect(file.headers).toMatchObject({
    "content-type": "text/plain; charset=utf-8",
    "content-disposition": expect.stringMatching(/^attachment; filename="train-\d+-1\.txt"/),
    "x-content-type-options": "nosniff",
  });
});

test("only the attempt's own token may report; whatever is not there answers alike", async () => {
  const [mine, other] = [await launched(), await launched()];
  const report = (url: string, as: Record<string, string>) => ask("POST", `${url}/reports`, { headers: as, payload: { sequence: 0 } });
  expect((await report(mine.attempt, mine.launcher)).statusCode).toBe(200);
  for (const as of [other.launcher, headers]) expect((await report(mine.attempt, as)).statusCode).toBe(403);
  await site.env.sql("UPDATE job_attempt SET token_id = NULL WHERE job_id = $1", [mine.id]);
  expect((await report(mine.attempt, mine.launcher)).statusCode).toBe(403);
  const foreign = await site.withToken(await site.env.createWorkspace());
  const unknown = await report(`/jobs/${randomUUID()}/attempts/1`, foreign);
  const hidden = await report(other.attempt, foreign);
  expect([unknown.statusCode, hidden.statusCode]).toEqual([404, 404]);
  expect(hidden.json<{ detail: string }>().detail.replace(other.id, "")).toBe(
    unknown.json<{ detail: string }>().detail.replace(/[\da-f-]{36}/, ""),
  );
});

test("code is uploaded once, comes back as it was, and is refused where it is no archive", async () => {
  const upload = (payload: Buffer) =>
    site.app.inject({
      method: "PUT",
      url: "/api/v1/job-sources?name=../code.tar.gz",
      headers: { ...headers, "content-type": "application/gzip" },
      payload,
    });
  const bad = await upload(Buffer.from("no archive"));
  expect([bad.statusCode, bad.json<{ detail: string }>().detail]).toEqual([400, expect.stringContaining("it is no gzip")]);
  const archive = gzipSync(
    Buffer.concat([tarHeader("train.py", 3), Buffer.from("x=1").subarray(0, 3), Buffer.alloc(509), Buffer.alloc(1024)]),
  );
  const sha256 = createHash("sha256").update(archive).digest("hex");
  for (const _again of [1, 2])
    expect((await upload(archive)).json()).toEqual({ sha256, sizeBytes: archive.length, fileName: "code.tar.gz" });
  const read = await ask("GET", `/job-sources/${sha256}`);
  expect(read.rawPayload.equals(archive)).toBe(true);
  expect(read.headers.etag).toBe(`"${sha256}"`);
  const [counts] = await site.env.sql(
    "SELECT (SELECT count(*)::int FROM job_source) AS sources, (SELECT count(*)::int FROM blob) AS blobs",
  );
  expect(counts).toEqual({ sources: 1, blobs: 1 });
});

function tarHeader(name: string, sizeBytes: number): Buffer {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write(`${sizeBytes.toString(8).padStart(11, "0")}\0`, 124);
  header.write("        0", 148);
  header.write("ustar\x0000", 257, "latin1");
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
  );
  return header;
}
