import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { crc32, inflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { buildWheel } from "./wheel.ts";
import { zip } from "./zip.ts";

/** Reads an archive from its directory, as installers do. */
function unzip(archive: Buffer): Map<string, Buffer> {
  const end = archive.length - 22;
  expect(archive.readUInt32LE(end)).toBe(0x06054b50);
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    expect(archive.readUInt32LE(at)).toBe(0x02014b50);
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    const name = archive.subarray(at + 46, nameEnd).toString();
    const local = archive.readUInt32LE(at + 42);
    const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const data = inflateRawSync(archive.subarray(begin, begin + archive.readUInt32LE(at + 20)));
    expect([crc32(data), data.length]).toEqual([archive.readUInt32LE(at + 16), archive.readUInt32LE(at + 24)]);
    files.set(name, data);
    at = nameEnd;
  }
  expect(at).toBe(end);
  return files;
}

test("an archive gives back its files, also one without content and one with a name beyond ASCII", () => {
  const entries = [
    { name: "a/b.py", data: Buffer.from("x = 1\n".repeat(1000)) },
    { name: "empty.py", data: Buffer.alloc(0) },
    { name: "grün.py", data: Buffer.from("ü") },
  ];
  expect([...unzip(zip(entries))]).toEqual(entries.map(({ name, data }) => [name, data]));
});

test("an archive of nothing is one", () => expect(unzip(zip([])).size).toBe(0));

test("the wheel lists each of its files with its digest, and is the same each time", async () => {
  const wheel = await buildWheel();
  expect((await buildWheel()).sha256).toBe(wheel.sha256);
  const files = unzip(wheel.bytes);
  const record = files.get("plumbline-0.1.0.dist-info/RECORD")?.toString().trim().split("\n") ?? [];
  expect(record.map((line) => line.split(",")[0])).toEqual([...files.keys()]);
  for (const [name, data] of files) {
    if (name.endsWith("/RECORD")) continue;
    expect(record).toContain(`${name},sha256=${createHash("sha256").update(data).digest("base64url")},${data.length}`);
  }
});

test("the wheel holds the launcher, the plugins and where MLflow finds them, and no tests", async () => {
  const files = unzip((await buildWheel()).bytes);
  expect(files.has("plumbline/launcher.py")).toBe(true);
  expect([...files.keys()].filter((name) => !/^plumbline(-0\.1\.0\.dist-info)?\//.test(name))).toEqual([]);
  const points = files.get("plumbline-0.1.0.dist-info/entry_points.txt")?.toString();
  expect(points).toContain("[console_scripts]\nplumbline = plumbline.cli:main\n");
  expect(points).toContain("[mlflow.request_auth_provider]\nplumbline = plumbline.mlflow_auth:PlumblineAuthProvider\n");
  expect(points).toContain("[mlflow.run_context_provider]\nplumbline = plumbline.mlflow_context:PlumblineRunContext\n");
});

test("the package has the product's version, in both places that say it", async () => {
  const root = new URL("../../../../", import.meta.url);
  const { version } = JSON.parse(await readFile(new URL("package.json", root), "utf8")) as { version: string };
  const { project, fileName } = await buildWheel();
  expect(project.version).toBe(version);
  expect(fileName).toBe(`plumbline-${version}-py3-none-any.whl`);
  expect(await readFile(new URL("python/plumbline/__init__.py", root), "utf8")).toContain(`__version__ = "${version}"`);
});
