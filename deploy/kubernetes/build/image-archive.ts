import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { run } from "./run.ts";

export interface Image {
  /** With its tag, such as `plumbline.test/python:1`. */
  readonly name: string;
  /** The directory whose content becomes the file system; every file in it will belong to root. */
  readonly root: string;
  readonly entrypoint?: readonly string[];
  /** Such as `1000:1000`. */
  readonly user?: string;
  readonly environment?: readonly `${string}=${string}`[];
}

const programPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const made = new Date(0).toISOString();

/** Writes an archive that `ctr images import` and `docker load` read, by no tool but tar; the same content gives the same digest. */
export async function writeImage(image: Image, archive: string): Promise<void> {
  const work = mkdtempSync(path.join(tmpdir(), "plumbline-image-"));
  try {
    const layer = path.join(work, "layer.tar");
    const reproducible = ["--sort=name", "--mtime=@0", "--numeric-owner", "--owner=0", "--group=0"];
    await run("tar", [...reproducible, "-C", image.root, "-cf", layer, "."]);
    const digest = await digestOf(layer);
    renameSync(layer, path.join(work, `${digest}.tar`));
    const config = configOf(image, digest);
    const id = createHash("sha256").update(config).digest("hex");
    writeFileSync(path.join(work, `${id}.json`), config);
    const manifest = [{ Config: `${id}.json`, RepoTags: [image.name], Layers: [`${digest}.tar`] }];
    writeFileSync(path.join(work, "manifest.json"), JSON.stringify(manifest));
    await run("tar", ["-C", work, "-cf", path.resolve(archive), "manifest.json", `${id}.json`, `${digest}.tar`]);
  } finally {
    rmSync(work, { recursive: true });
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest("hex");
}

function configOf({ entrypoint, user, environment = [] }: Image, digest: string): string {
  return JSON.stringify({
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    created: made,
    config: {
      Env: [programPath, ...environment],
      ...(entrypoint ? { Entrypoint: entrypoint } : {}),
      ...(user ? { User: user } : {}),
    },
    rootfs: { type: "layers", diff_ids: [`sha256:${digest}`] },
    history: [{ created: made, created_by: "plumbline" }],
  });
}
