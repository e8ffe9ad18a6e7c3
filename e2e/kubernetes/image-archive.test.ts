import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { writeImage } from "../../deploy/kubernetes/build/image-archive.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "plumbline-image-test-"));
});
afterEach(() => rmSync(home, { recursive: true }));

function makeRoot(name: string): string {
  const root = path.join(home, name);
  mkdirSync(path.join(root, "bin"), { recursive: true });
  writeFileSync(path.join(root, "bin/run"), "#!/bin/sh\n");
  chmodSync(path.join(root, "bin/run"), 0o755);
  symlinkSync("run", path.join(root, "bin/again"));
  return root;
}

test("an archive holds what container runtimes ask for", async () => {
  const archive = path.join(home, "image.tar");
  const image = {
    name: "plumbline.test/x:1",
    root: makeRoot("root"),
    entrypoint: ["/bin/run"],
    user: "1000:1000",
    environment: ["A=b"] as const,
  };
  await writeImage(image, archive);
  execFileSync("tar", ["-C", home, "-xf", archive]);
  const [{ Config, RepoTags, Layers }] = JSON.parse(readFileSync(path.join(home, "manifest.json"), "utf8"));
  assert.deepEqual(RepoTags, ["plumbline.test/x:1"]);
  const configText = readFileSync(path.join(home, Config));
  assert.equal(Config, `${createHash("sha256").update(configText).digest("hex")}.json`);
  const { config, rootfs } = JSON.parse(configText.toString());
  assert.deepEqual([config.Entrypoint, config.User, config.Env.at(-1)], [["/bin/run"], "1000:1000", "A=b"]);
  const layer = path.join(home, Layers[0]);
  assert.deepEqual(rootfs.diff_ids, [`sha256:${createHash("sha256").update(readFileSync(layer)).digest("hex")}`]);
  const entries = execFileSync("tar", ["--numeric-owner", "-tvf", layer], { encoding: "utf8" });
  assert.match(entries, /^-rwxr-xr-x 0\/0 .* \.\/bin\/run$/m);
  assert.match(entries, /^lrwxrwxrwx 0\/0 .* \.\/bin\/again -> run$/m);
});

test("the same content is the same image, whenever it was written", async () => {
  const digests: string[] = [];
  for (const name of ["first", "second"]) {
    const root = makeRoot(name);
    utimesSync(path.join(root, "bin/run"), digests.length, digests.length);
    const archive = path.join(home, `${name}.tar`);
    await writeImage({ name: "plumbline.test/x:1", root }, archive);
    const manifest = execFileSync("tar", ["-xOf", archive, "manifest.json"], { encoding: "utf8" });
    digests.push(manifest);
  }
  assert.equal(digests[0], digests[1]);
});
