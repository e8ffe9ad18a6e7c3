import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, statfsSync } from "node:fs";
import { after, before, test } from "node:test";
import { digestOf } from "./artifact-download.ts";
import { artifactUrl, beginUpload, mebibyte, numbered, zeros } from "./artifact-upload.ts";
import { createRun } from "./mlflow-routes.ts";
import { eventually, type Server, startServer } from "./server.ts";

const wholeMebibytes = 2048;
const largeMebibytes = 5 * 1024;
/** The file, and as much again for the database and whatever else writes meanwhile. */
const freeNeeded = 16 * 1024 * mebibyte;
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

  const upload = beginUpload(server, url, zeros(wholeMebibytes));
  const memory = watchMemory();
  for (let sent = 0; sent < wholeMebibytes / 2; sent += 64) {
    await upload.send(64);
    memory.look();
  }
  assert.equal(storedFiles(), 1, "the upload grows in the storage");
  upload.cut();
  await eventually("what arrived is gone", () => storedFiles() === 0);

  memory.assertFlat();
  const listed = await fetch(`${server.url}/api/2.0/mlflow/artifacts/list?run_id=${runId}`, { headers });
  assert.deepEqual(((await listed.json()) as { files?: unknown[] }).files ?? [], []);
  assert.equal((await fetch(url, { headers })).status, 404);
  assert.deepEqual(await server.database.rows("SELECT path FROM artifact"), []);

  const next = beginUpload(server, url, zeros(3));
  await next.send(3);
  assert.equal(await next.answered, 200);
  assert.equal((await (await fetch(url, { headers })).arrayBuffer()).byteLength, 3 * mebibyte);
});

test("a file of 5 GiB arrives and is read, whole and in parts, bit by bit the same, in flat memory", async () => {
  const { bavail, bsize } = statfsSync(server.storageDir);
  assert.ok(
    bavail * bsize >= freeNeeded,
    `this test needs ${inGibibytes(freeNeeded)} GiB free in ${server.storageDir}, which has ${inGibibytes(bavail * bsize)}`,
  );
  const url = artifactUrl(server, await createRun(server), "model/large.bin");
  const sizeBytes = largeMebibytes * mebibyte;
  const memory = watchMemory();

  const content = numbered(largeMebibytes);
  const upload = beginUpload(server, url, content);
  for (let count = 0; count < largeMebibytes; count += 64) {
    await upload.send(64);
    memory.look();
  }
  assert.equal(await upload.answered, 200);
  const digest = content.sha256();
  const stored = await server.database.rows(
    "SELECT b.size_bytes::text AS size, encode(b.digest, 'hex') AS digest FROM artifact a JOIN blob b ON b.id = a.blob_id WHERE a.path LIKE '%large.bin'",
  );
  assert.deepEqual(stored, [{ size: String(sizeBytes), digest }]);

  const reading = { server, url, onProgress: memory.look };
  assert.equal(await digestOf(reading), digest, "read whole");
  // At the begin, across the end of what 32 bits can count, and at the end of the file.
  for (const index of [0, 2 ** 32 / mebibyte - 1, largeMebibytes - 2]) {
    const range = { first: index * mebibyte + 1, last: (index + 2) * mebibyte - 1 };
    const expected = createHash("sha256").update(content.twoFrom(index).subarray(1)).digest("hex");
    assert.equal(await digestOf(reading, range), expected, `the part from byte ${range.first} on`);
  }
  memory.assertFlat();
});

const inGibibytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);

/** The most memory that the api had whenever somebody looked. */
function watchMemory() {
  let most = 0;
  return {
    look() {
      most = Math.max(most, server.api.residentBytes());
    },
    assertFlat: () => assert.ok(most < residentLimit, `the api grew to ${Math.round(most / mebibyte)} MiB`),
  };
}
