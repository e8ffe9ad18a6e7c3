import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { listSigningKeys } from "../../packages/contracts/src/registry/signing.ts";
import { getVersion } from "../../packages/contracts/src/registry/version.ts";
import { eventually } from "../faults/server.ts";
import { pythonEnvironment } from "../mlflow/environment.ts";
import { type Plumbline, plumbline } from "../mlflow/plumbline.ts";
import { plumb, run } from "./plumb.ts";
import { clientOf, type Files, register } from "./versions.ts";

const home = mkdtempSync(path.join(tmpdir(), "plumbline-signing-"));
const files: Files = {
  MLmodel: "flavors: {}\n",
  "data/model.pkl": Buffer.alloc(300_000, 7),
  "data/a-b/c": "before a/b, or after it",
  "data/a/b": "after a-b, or before it",
  "an empty file": "",
  "with space/Überprüfung 模型 😀.txt": "text",
};
let server: Plumbline;
let tool: string;
let model: string;

before(async () => {
  tool = path.join((await pythonEnvironment(path.join(import.meta.dirname, "requirements.txt"))).bin, "model_signing");
  server = await plumbline();
  model = `credit risk ${Date.now()}`;
  await register(server, model, files);
});
after(async () => {
  await server?.stop();
  rmSync(home, { recursive: true, force: true });
});

async function download(name: string): Promise<string> {
  const out = path.join(home, name);
  const { code, stdout, stderr } = await plumb(server, "models", "download", name, "1", "--out", out);
  assert.equal(code, 0, stderr);
  assert.ok(stdout.includes(`model_signing verify key --signature ${out}/model.sig --public_key ${out}/model.pub.pem ${out}/model`));
  return out;
}

async function check(out: string, ...more: string[]): Promise<{ isGood: boolean; said: string }> {
  const args = ["verify", "key", ...more, "--signature", `${out}/model.sig`, "--public_key", `${out}/model.pub.pem`, `${out}/model`];
  const { code, stdout, stderr } = await run(tool, args);
  const said = stdout + stderr;
  assert.equal(code === 0, said.includes("Verification succeeded"), said);
  return { isGood: code === 0, said };
}

describe("a version that was downloaded", () => {
  let out: string;
  before(async () => {
    out = await download(model);
  });

  test("holds the files of the version, byte by byte, and nothing else", () => {
    assert.deepEqual(readdirSync(out).sort(), ["model", "model.pub.pem", "model.sig"]);
    const entries = readdirSync(path.join(out, "model"), { recursive: true, encoding: "utf8" });
    const found = entries.filter((entry) => statSync(path.join(out, "model", entry)).isFile());
    assert.deepEqual(found.sort(), Object.keys(files).sort());
    for (const [name, content] of Object.entries(files))
      assert.deepEqual(readFileSync(path.join(out, "model", name)), Buffer.from(content));
  });

  test("is verified by the public tool", async () => {
    assert.equal((await check(out)).isGood, true);
    assert.equal((await check(out, "--no-ignore-git-paths")).isGood, true);
  });

  const tampering: Record<string, (dir: string) => void> = {
    "one byte is another": (dir) => {
      const file = path.join(dir, "model/data/model.pkl");
      const bytes = readFileSync(file);
      bytes.writeUInt8(8, 150_000);
      writeFileSync(file, bytes);
    },
    "a file was added": (dir) => writeFileSync(path.join(dir, "model/data/sitecustomize.py"), ""),
    "a file is missing": (dir) => rmSync(path.join(dir, "model/an empty file")),
    "a file has another name": (dir) => renameSync(path.join(dir, "model/MLmodel"), path.join(dir, "model/MLmodel.old")),
    "the signature was changed": (dir) => {
      const file = path.join(dir, "model.sig");
      const bundle = JSON.parse(readFileSync(file, "utf8")) as { dsseEnvelope: { payload: string } };
      const payload = Buffer.from(bundle.dsseEnvelope.payload, "base64").toString().replace("credit", "debit!");
      bundle.dsseEnvelope.payload = Buffer.from(payload).toString("base64");
      writeFileSync(file, JSON.stringify(bundle));
    },
  };
  for (const [what, tamper] of Object.entries(tampering)) {
    test(`is refused by the public tool once ${what}`, async () => {
      const copy = mkdtempSync(path.join(home, "copy-"));
      cpSync(out, copy, { recursive: true });
      assert.equal((await check(copy)).isGood, true);
      tamper(copy);
      assert.equal((await check(copy)).isGood, false);
    });
  }

  test("came with the key that the platform lists, by its fingerprint", async () => {
    const { items } = await clientOf(server).call(listSigningKeys, {});
    const fingerprint = createHash("sha256")
      .update(readFileSync(path.join(out, "model.pub.pem")))
      .digest("hex");
    assert.deepEqual(
      items.map((key) => [key.fingerprint, key.retiredAt]),
      [[fingerprint, null]],
    );
  });
});

test("a version is signed without anybody asking", async () => {
  const name = `${model} unasked`;
  await register(server, name, { MLmodel: "flavors: {}\n" });
  await eventually("it is signed", async () => (await clientOf(server).call(getVersion, { model: name, version: 1 })).isSigned);
});

test("a version with files of git among its own is verified, but for them", async () => {
  const name = `${model} from git`;
  await register(server, name, { MLmodel: "flavors: {}\n", ".gitattributes": "*.bin filter=lfs\n", "data/.gitignore": "x\n" });
  const out = await download(name);
  assert.equal((await check(out)).isGood, true);
  assert.equal((await check(out, "--no-ignore-git-paths")).isGood, true);
  mkdirSync(path.join(out, "model/.git"));
  writeFileSync(path.join(out, "model/.git/config"), "");
  assert.equal((await check(out)).isGood, true);
  assert.equal((await check(out, "--no-ignore-git-paths")).isGood, false);
  rmSync(path.join(out, "model/.git"), { recursive: true });
  writeFileSync(path.join(out, "model/data/.gitignore"), "y\n");
  assert.equal((await check(out)).isGood, false);
});

test("the signature of one version is that of no other", async () => {
  const name = `${model} other`;
  await register(server, name, { MLmodel: "flavors: {}\n" });
  const out = await download(name);
  cpSync(path.join(home, model, "model.sig"), path.join(out, "model.sig"));
  assert.equal((await check(out)).isGood, false);
});
