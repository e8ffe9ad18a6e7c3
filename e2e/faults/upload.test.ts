import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { after, before, test } from "node:test";
import { createRun } from "./mlflow-routes.ts";
import { eventually, type Product, startProduct } from "./product.ts";

const mebibyte = 2 ** 20;
const declaredBytes = 2048 * mebibyte;
const sentBytes = 1024 * mebibyte;
let product: Product;

before(async () => {
  product = await startProduct();
});
after(() => product.stop());

function storedBytes(): number {
  const files = readdirSync(path.join(product.dataDir, "storage"), { recursive: true, withFileTypes: true });
  return files.filter((file) => file.isFile()).reduce((sum, file) => sum + statSync(path.join(file.parentPath, file.name)).size, 0);
}

function residentBytes(): number {
  const [, kibibytes = "0"] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${product.pidOf("api")}/status`, "utf8")) ?? [];
  return Number(kibibytes) * 1024;
}

/** Declares 2 GiB, sends half and cuts the connection. */
function uploadAndCut(route: string): Promise<void> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${product.token}`, "content-length": declaredBytes };
    const upload = request(product.url + route, { method: "PUT", headers });
    upload.on("error", () => resolve());
    const chunk = Buffer.alloc(mebibyte, 7);
    let sent = 0;
    const send = () => {
      while (sent < sentBytes) {
        sent += chunk.length;
        if (!upload.write(chunk)) {
          upload.once("drain", send);
          return;
        }
      }
      upload.destroy();
    };
    send();
  });
}

test("an upload of 2 GiB, cut in the middle, leaves no artifact, no bytes and no memory", async () => {
  const run = await createRun(product);
  const headers = { authorization: `Bearer ${product.token}` };
  const stored = storedBytes();
  const resident = residentBytes();

  await uploadAndCut(`/api/2.0/mlflow-artifacts/artifacts/0/${run.id}/artifacts/model/weights.bin`);

  await eventually("the bytes that arrived are gone", () => storedBytes() === stored);
  const listed = await fetch(`${product.url}/api/2.0/mlflow/artifacts/list?run_id=${run.id}`, { headers });
  assert.equal(listed.status, 200);
  assert.deepEqual(((await listed.json()) as { files?: unknown[] }).files ?? [], []);
  const read = await fetch(`${product.url}/get-artifact?run_id=${run.id}&path=model/weights.bin`, { headers });
  assert.equal(read.status, 404);
  assert.ok(residentBytes() - resident < 256 * mebibyte, `the api grew by ${(residentBytes() - resident) / mebibyte} MiB`);
});
