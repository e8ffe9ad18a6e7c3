import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { writeArtifact } from "@plumbline/core/artifacts";
import { createRun, getMetricHistory, logBatch, updateRun } from "@plumbline/core/experiments";
import { cancelImport, getImport, startImport } from "@plumbline/core/imports";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openTestImport } from "./open-test-import.ts";

let site: Awaited<ReturnType<typeof openTestImport>>;
const servers: Server[] = [];
beforeAll(async () => {
  site = await openTestImport();
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});
afterAll(() => site.close());

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The source of the tests, with some of its answers replaced: what stands between people and their server does so. */
const between = (replace: (path: string) => { status: number; body: string } | undefined): Promise<string> =>
  serve(async (request, response) => {
    const replaced = replace(request.url ?? "");
    if (replaced) return response.writeHead(replaced.status).end(replaced.body);
    const chunks = await request.toArray();
    const headers = { authorization: request.headers.authorization ?? "", "content-type": request.headers["content-type"] ?? "" };
    const body = request.method === "POST" ? { body: Buffer.concat(chunks) } : {};
    const answer = await fetch(`${site.address}${request.url}`, { method: request.method ?? "GET", headers, ...body });
    response
      .writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" })
      .end(Buffer.from(await answer.arrayBuffer()));
  });

test.each([
  [200, "<html></html>", /no MLflow server/],
  [404, "not here", /no MLflow server/],
  [200, '{"experiments": "none"}', /not what an MLflow server says/],
  [401, "who?", /refused the sign-in \(401\)/],
  [403, "no", /does not allow this account/],
  [302, "", /sends elsewhere \(302\)/],
])("an answer of %d %j interrupts it, and says so", async (status, body, says) => {
  const address = await serve((_request, response) => response.writeHead(status, { location: "http://127.0.0.1:1/" }).end(body));
  const stopped = await site.bring({ address, isPreview: true });
  expect(stopped).toMatchObject({ state: "interrupted", isComplete: null, failure: expect.stringMatching(says) });
  // Whoever wanted to count counts again.
  expect(await site.again(stopped.id)).toMatchObject({ state: "interrupted", isPreview: true });
});

test("a source that goes away is gone on with where it was, and nothing is doubled", async () => {
  const { deps, source, target, env } = site;
  const { runId } = await createRun(deps, source, { name: "long" });
  const metrics = Array.from({ length: 900 }, (_, step) => ({ key: "loss", value: step, timestamp: step, step }));
  await logBatch(deps, source, { runId, metrics, params: [{ key: "p", value: "1" }] });
  await updateRun(deps, source, { runId, status: "FINISHED", endTime: 5 });
  await writeArtifact(deps, source, { path: `0/${runId}/artifacts/a.txt`, source: Readable.from([Buffer.from("a")]) });
  let isGone = true;
  const address = await between((path) => (isGone && path.includes("mlflow-artifacts") ? { status: 401, body: "" } : undefined));
  const stopped = await site.bring({ address });
  expect(stopped).toMatchObject({ state: "interrupted", failure: expect.stringMatching(/401/) });
  expect((await getMetricHistory(deps, target, { runId, key: "loss" })).items).toHaveLength(900);
  isGone = false;
  const done = await site.again(stopped.id);
  expect(done).toMatchObject({ state: "done", isComplete: true });
  expect(done.counts.points).toMatchObject({ source: 900, brought: 0, unchanged: 900 });
  const [sum] = await env.sql<{ n: string }>("SELECT sum(count) AS n FROM metric_summary WHERE workspace_id = $1", [site.to.id]);
  expect(sum?.n).toBe("900");
});

test("a file that is missing there is told of, and the rest comes", async () => {
  const { deps, source } = site;
  const { runId } = await createRun(deps, source, { name: "with a hole" });
  for (const name of ["a.txt", "gone.txt"])
    await writeArtifact(deps, source, { path: `0/${runId}/artifacts/${name}`, source: Readable.from([Buffer.from(name)]) });
  const address = await between((path) => (path.endsWith("gone.txt") ? { status: 404, body: "" } : undefined));
  const { target } = site;
  const other = { ...site, target: { ...target, workspace: await site.env.createWorkspace() } };
  const { id } = await startImport(deps, other.target, { address, signIn: site.signIn });
  await site.carryOut();
  const done = await getImport(deps, other.target, { importId: id });
  expect(done).toMatchObject({ state: "done", isComplete: false, problems: 1 });
  expect(done.counts.artifacts.leftOut).toBe(1);
});

test("a secret is sealed in its row, and nowhere else", async () => {
  const { id } = await site.bring({ isPreview: true });
  const token = site.signIn.kind === "token" ? site.signIn.token : "";
  const rows = await site.env.sql<{ text: string }>(
    "SELECT i::text AS text FROM mlflow_import i UNION ALL SELECT body::text FROM audit_event UNION ALL SELECT payload::text FROM task UNION ALL SELECT data::text FROM change",
  );
  expect(rows.filter(({ text }) => text?.includes(token))).toEqual([]);
  expect(JSON.stringify(await getImport(site.deps, site.target, { importId: id }))).not.toContain(token);
});

test("addresses that nobody allowed are refused before anything is sent", async () => {
  for (const address of [
    "http://169.254.169.254/",
    "http://10.0.0.1:5000",
    "http://localhost:5000",
    "ftp://x.example",
    "http://u:p@127.0.0.1/",
  ]) {
    await expect(startImport(site.deps, site.target, { address })).rejects.toMatchObject({ code: "invalid" });
  }
});

test("one at a time from a source, and it can be stopped before it begins", async () => {
  const { deps, target, address, signIn } = site;
  const first = await startImport(deps, target, { address, signIn });
  await expect(startImport(deps, target, { address: `${address}/`, signIn })).rejects.toMatchObject({ code: "conflict" });
  expect(await cancelImport(deps, target, { importId: first.id })).toMatchObject({ state: "cancelled" });
  await site.carryOut();
  expect(await getImport(deps, target, { importId: first.id })).toMatchObject({ state: "cancelled", startedAt: null });
  await expect(cancelImport(deps, target, { importId: first.id })).rejects.toMatchObject({ code: "conflict" });
  expect(await site.again(first.id)).toMatchObject({ state: "done" });
});
