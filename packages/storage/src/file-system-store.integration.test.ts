import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, open, readdir, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BlobStore } from "./blob-store.ts";
import { describeBlobStore, type OpenedStore } from "./contract-suite.ts";
import { openFileSystemStore } from "./file-system-store.ts";
import { storageErrorOf } from "./storage-error.ts";

async function openTemporary(): Promise<OpenedStore & { readonly directory: string }> {
  const directory = await mkdtemp(path.join(tmpdir(), "plumbline-blobs-"));
  const close = () => rm(directory, { recursive: true, force: true });
  return { directory, store: await openFileSystemStore({ directory }), close };
}

/** Only the superuser may mount a file system of one megabyte, and not in every container. */
async function findSmallMedium(): Promise<(() => Promise<OpenedStore>) | undefined> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return undefined;
  const directory = await mkdtemp(path.join(tmpdir(), "plumbline-small-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", directory], { stdio: "ignore" });
  } catch {
    await rm(directory, { recursive: true });
    return undefined;
  }
  return async () => ({
    store: await openFileSystemStore({ directory }),
    close: async () => {
      execFileSync("umount", [directory]);
      await rm(directory, { recursive: true });
    },
  });
}

describeBlobStore({ name: "the file system as blob store", open: openTemporary, openSmall: await findSmallMedium() });

describe("files", () => {
  let opened: Awaited<ReturnType<typeof openTemporary>>;
  let store: BlobStore;

  beforeAll(async () => {
    opened = await openTemporary();
    store = opened.store;
  });
  afterAll(() => opened.close());

  test("are the owner's alone", async () => {
    await store.put("7/secret", Readable.from([Buffer.from("x")]));
    const modes = await Promise.all(["7", "7/secret.blob", ".unfinished"].map((name) => stat(path.join(opened.directory, name))));
    expect(modes.map(({ mode }) => mode & 0o077)).toEqual([0, 0, 0]);
  });

  test("that are no blobs are not listed", async () => {
    await writeFile(path.join(opened.directory, "7", "stray.txt"), "x");
    await symlink("/etc", path.join(opened.directory, "7", "etc"));
    expect((await store.list("")).blobs.map(({ key }) => key)).toEqual(["7/secret"]);
  });

  test("left by a killed process are swept once they are old", async () => {
    const script = `
      import { openFileSystemStore } from ${JSON.stringify(path.join(import.meta.dirname, "file-system-store.ts"))};
      const store = await openFileSystemStore({ directory: process.argv[1] });
      async function* forever() { yield Buffer.alloc(1000000); console.log("growing"); await new Promise((resolve) => setTimeout(resolve, 1e6)); }
      await store.put("killed", forever());`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script, opened.directory], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    const unfinished = path.join(opened.directory, ".unfinished");
    const [left] = await readdir(unfinished);
    expect(left).toBeDefined();
    expect(await store.sweep(60_000)).toBe(0);
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await utimes(path.join(unfinished, left ?? ""), anHourAgo, anHourAgo);
    expect(await store.sweep(60_000)).toBe(1);
    expect(await readdir(unfinished)).toEqual([]);
    expect(await store.stat("killed")).toBeUndefined();
  });

  test("are gone: health says so, uploads fail as unavailable", async () => {
    const lost = await openTemporary();
    await lost.close();
    expect(await lost.store.health()).toMatchObject({ isWritable: false, reason: expect.any(String) });
    await expect(lost.store.put("a", Readable.from([Buffer.from("x")]))).rejects.toMatchObject({ code: "unavailable" });
  });
});

test.runIf(process.platform === "linux")("the kernel's own report of a full device is called full", async () => {
  const device = await open("/dev/full", "w");
  const error = await device.write("x").catch((reason: unknown) => reason);
  await device.close();
  expect(storageErrorOf(error)).toMatchObject({ code: "full", cause: error });
});

test("a directory that cannot be made is unavailable", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "plumbline-blobs-"));
  const file = path.join(directory, "file");
  await writeFile(file, "");
  await chmod(file, 0o600);
  await expect(openFileSystemStore({ directory: path.join(file, "below") })).rejects.toMatchObject({ code: "unavailable" });
  await rm(directory, { recursive: true });
});
