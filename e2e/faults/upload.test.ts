import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { artifactUrl, beginUpload, mebibyte } from "./artifact-upload.ts";
import { createRun } from "./mlflow-routes.ts";
import { eventually, type Server, startServer } from "./server.ts";

const wholeMebibytes = 2048;
const residentLimit = 400 * mebibyte;
let server: Server;

before(async () => {
  server = await startServer();
});
after(() => server.stop());

const storedFiles = () => readdirSync(server.storageDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

test("an upload of 2 GiB, cut in the middle, leaves no artifact, no file and no memory; the next one succeeds", async () => {
  const runId = await createRun(server);
  const url = artifactUrl(server, runId, "model/weights.bin");
  const headers = { authorization: `Bearer ${server.token}` };

  const upload = beginUpload(server, url, wholeMebibytes);
  let mostResident = 0;
  for (let sent = 0; sent < wholeMebibytes / 2; sent += 64) {
    await upload.send(64);
    mostResident = Math.max(mostResident, server.api.residentBytes());
  }
  assert.equal(storedFiles(), 1, "the upload grows in the storage");
  upload.cut();
  await eventually("what arrived is gone", () => storedFiles() === 0);

  assert.ok(mostResident < residentLimit, `the api grew to ${Math.round(mostResident / mebibyte)} MiB`);
  const listed = await fetch(`${server.url}/api/2.0/mlflow/artifacts/list?run_id=${runId}`, { headers });
  assert.deepEqual(((await listed.json()) as { files?: unknown[] }).files ?? [], []);
  assert.equal((await fetch(url, { headers })).status, 404);
  assert.deepEqual(await server.database.rows("SELECT path FROM artifact"), []);

  const next = beginUpload(server, url, 3);
  await next.send(3);
  assert.equal(await next.answered, 200);
  assert.equal((await (await fetch(url, { headers })).arrayBuffer()).byteLength, 3 * mebibyte);
});
