import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { type Plumbline, plumbline } from "../mlflow/plumbline.ts";
import { clients, type Machine, openMachine } from "./clients.ts";
import { readRun } from "./recorded-run.ts";
import { standBetween } from "./stand-between.ts";

const [newest] = clients;
let site: Plumbline;
let otherToken: string;
let machine: Machine;
before(async () => {
  site = await plumbline();
  otherToken = await site.otherToken();
  machine = await openMachine(newest, site.url);
});
after(async () => {
  machine?.close();
  await site?.stop();
});

const login = (token: string, address = site.url) => machine.plumbline(["login", address, "--token-stdin"], { input: token });
const lastLine = ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout.trim().split("\n").at(-1) ?? stderr;

describe("before a login", () => {
  test("nothing is stored, and a status says what to type", async () => {
    const { code, stderr } = await machine.plumbline(["status"]);
    assert.equal(code, 1);
    assert.match(stderr, /not logged in: plumbline login https:/);
  });

  test("MLflow logs where it logs by itself", async () => {
    const ended = await machine.python("whoami.py");
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(lastLine(ended), /^- (file|sqlite):/);
  });
});

describe("a login that cannot be", () => {
  const refusals = [
    {
      of: "a token that the server does not take",
      address: () => site.url,
      token: `plb_${"a".repeat(49)}`,
      code: 1,
      says: /does not take this token/,
    },
    { of: "what is no token", address: () => site.url, token: "hunter2", code: 2, says: /that is no token of Plumbline/ },
    { of: "no token", address: () => site.url, token: "", code: 2, says: /that is no token of Plumbline/ },
    { of: "no address", address: () => "ftp://example.com", token: "plb_x", code: 2, says: /is no address of a server/ },
    { of: "an address where nobody listens", address: () => "http://127.0.0.1:1", token: "plb_x", code: 3, says: /could not be reached/ },
  ];
  for (const { of, address, token, code, says } of refusals) {
    test(`${of} is told, and nothing is stored`, async () => {
      const ended = await login(token, address());
      assert.equal(ended.code, code, ended.stderr);
      assert.match(ended.stderr, says);
      assert.equal(existsSync(machine.credentials), false);
    });
  }

  test("a server of something else is told from Plumbline", async (t) => {
    const other = await standBetween(undefined, () => ({ status: 200 }));
    t.after(() => other.close());
    const ended = await login("plb_x", other.url);
    assert.equal(ended.code, 3);
    assert.match(ended.stderr, /does not answer as Plumbline does/);
  });

  test("a token is not carried to where a server leads on", async (t) => {
    const evil = await standBetween(undefined, () => undefined);
    const leads = await standBetween(undefined, () => ({ status: 302, headers: { location: `${evil.url}/api/v1/me` } }));
    t.after(() => Promise.all([evil.close(), leads.close()]));
    const ended = await login("plb_x", leads.url);
    assert.equal(ended.code, 3);
    assert.match(ended.stderr, /leads on to/);
    assert.deepEqual(evil.seen, []);
  });
});

describe("a login", () => {
  test("stores the token for the user alone, from any page's address, and says whose it is", async () => {
    const ended = await login(site.token, `${site.url}/w/default/experiments?x=1`);
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(
      ended.stdout,
      new RegExp(`Logged in to ${site.url} as local-administration, workspace default, token valid until \\d{4}-`),
    );
    assert.equal(statSync(machine.credentials).mode & 0o777, 0o600);
    assert.ok(![ended.stdout, ended.stderr].join().includes(site.token));
    const status = await machine.plumbline(["status"]);
    assert.equal(status.code, 0);
    assert.match(status.stdout, /^\* .* ok, token valid until/);
  });

  test("makes runs arrive without a variable, and leaves what the user has set", async () => {
    const ended = await machine.python("whoami.py");
    const [runId = "", address, auth] = lastLine(ended).split(" ");
    assert.deepEqual([address, auth], [site.url, "plumbline"]);
    assert.equal((await readRun(site, runId)).status, "FINISHED");
    const own = await machine.python("whoami.py", { env: { MLFLOW_TRACKING_URI: `sqlite:///${machine.folder}/own.db` } });
    assert.ok(!lastLine(own).includes(site.url), own.stdout);
    const off = await machine.python("whoami.py", { env: { PLUMBLINE: "off" } });
    assert.match(lastLine(off), / (file|sqlite):\S+ None$/);
  });

  test("sends its token to no other server, and an own token where one is set", async (t) => {
    const other = await standBetween(undefined, () => undefined);
    t.after(() => other.close());
    const ended = await machine.python("elsewhere.py", { args: [other.url] });
    assert.match(ended.stdout, /RestException|MlflowException/);
    const seen = other.seen.splice(0);
    assert.ok(seen.length > 0);
    assert.ok(seen.every(({ headers }) => headers.authorization === undefined));
    await machine.python("elsewhere.py", { args: [other.url], env: { MLFLOW_TRACKING_TOKEN: "their-own" } });
    assert.ok(other.seen.every(({ headers }) => headers.authorization === "Bearer their-own"));
  });

  test("to a second workspace keeps the first, and the workspace chooses the token", async () => {
    assert.equal((await login(otherToken)).code, 0);
    const [second = ""] = lastLine(await machine.python("whoami.py")).split(" ");
    assert.equal((await readRun({ url: site.url, token: otherToken }, second)).status, "FINISHED");
    const [first = ""] = lastLine(await machine.python("whoami.py", { env: { MLFLOW_WORKSPACE: "default" } })).split(" ");
    assert.equal((await readRun(site, first)).status, "FINISHED");
    const unknown = await machine.python("whoami.py", { env: { MLFLOW_WORKSPACE: "no-such-team" } });
    assert.match(unknown.stderr, /you are not logged in to the workspace no-such-team/);
    const ended = await machine.plumbline(["logout"]);
    assert.match(ended.stdout, /The default is now .* workspace default/);
  });

  test("whose token was revoked says so, and what to type", async () => {
    const headers = { authorization: `Bearer ${site.token}` };
    const body = JSON.stringify({ name: "short", scopes: ["*"] });
    const made = await fetch(`${site.url}/api/v1/tokens`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body,
    });
    const { token, secret } = (await made.json()) as { token: { id: string }; secret: string };
    assert.equal((await login(secret)).code, 0);
    await fetch(`${site.url}/api/v1/tokens/${token.id}`, { method: "DELETE", headers });
    const ended = await machine.python("whoami.py");
    assert.notEqual(ended.code, 0);
    assert.match(ended.stderr, new RegExp(`Plumbline: .* expired or revoked.* plumbline login ${site.url}`));
    const status = await machine.plumbline(["status"]);
    assert.equal(status.code, 1);
    assert.match(status.stdout, /refused/);
    assert.equal((await machine.plumbline(["logout", "--all"])).code, 0);
    assert.deepEqual(JSON.parse(readFileSync(machine.credentials, "utf8")), { tokens: [] });
  });
});
