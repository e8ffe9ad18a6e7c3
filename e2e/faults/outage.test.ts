import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { startEmbedded, stopEmbedded } from "../../packages/db/src/embedded.ts";
import { perRole, provision } from "../../packages/db/src/provision.ts";
import { pythonEnvironment } from "../mlflow/environment.ts";
import { createRun, stepsOf } from "./mlflow-routes.ts";
import { eventually, freePort, type Product, startProduct } from "./product.ts";

const outageMs = 60_000;
const points = 60;
const dir = mkdtempSync(path.join(tmpdir(), "plumbline-outage-"));
let product: Product;
let port: number;

before(async () => {
  port = await freePort();
  const server = await startEmbedded({ dir, port });
  const passwords = perRole(() => "only-for-this-suite");
  const urls = await provision({ adminUrl: server.superuserUrl("postgres"), database: "plumbline", passwords });
  product = await startProduct({
    DATABASE_URL: urls.app,
    DATABASE_OWNER_URL: urls.owner,
    DATABASE_SYSTEM_URL: urls.system,
    DATABASE_RETENTION_URL: urls.retention,
  });
});
after(async () => {
  await product.stop();
  await stopEmbedded(dir);
  rmSync(dir, { recursive: true, force: true });
});

const script = `
import sys, time, mlflow
client = mlflow.MlflowClient()
for step in range(${points}):
    client.log_metric(sys.argv[1], "loss", 1 / (step + 1), step=step)
    print(step, flush=True)
    time.sleep(0.2)
`;

test("the stock client survives an outage of the database by its own retries, and loses nothing", async () => {
  const run = await createRun(product);
  const { python } = await pythonEnvironment();
  const env = { ...process.env, MLFLOW_TRACKING_URI: product.url, MLFLOW_TRACKING_TOKEN: product.token };
  const client = spawn(python, ["-c", script, run.id], { env, stdio: ["ignore", "pipe", "inherit"] });
  let logged = 0;
  client.stdout.on("data", (text: Buffer) => {
    logged += text.toString().split("\n").length - 1;
  });
  const status = new Promise<number | null>((resolve) => {
    client.once("close", resolve);
  });
  await eventually("the client logs", () => logged >= 10);

  await stopEmbedded(dir);
  const ready = await fetch(`${product.url}/health/ready`);
  assert.equal(ready.status, 503);
  await delay(outageMs); // The length of the outage is what is tested.
  assert.ok(logged < points, "the client was done before the outage");
  await startEmbedded({ dir, port });

  assert.equal(await status, 0);
  assert.equal((await stepsOf(product, run.id, "loss")).size, points);
});
