import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { type PythonProject, readProject } from "./project.ts";
import { type ZipEntry, zip } from "./zip.ts";

const folder = new URL("../../../../python/", import.meta.url);

/** The Python package in the form that pip and uv install. */
export interface Wheel {
  readonly project: PythonProject;
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** Packs the sources of `python/plumbline`. The same sources always make the same bytes. */
export async function buildWheel(): Promise<Wheel> {
  const project = readProject(await readFile(new URL("pyproject.toml", folder), "utf8"));
  const about = `${project.name}-${project.version}.dist-info`;
  const entries: ZipEntry[] = [
    ...(await sources(project.name)),
    { name: `${about}/METADATA`, data: Buffer.from(metadata(project, await readFile(new URL("README.md", folder), "utf8"))) },
    { name: `${about}/WHEEL`, data: Buffer.from("Wheel-Version: 1.0\nGenerator: plumbline\nRoot-Is-Purelib: true\nTag: py3-none-any\n") },
    { name: `${about}/entry_points.txt`, data: Buffer.from(entryPoints(project)) },
  ];
  const record = [...entries.map(recorded), `${about}/RECORD,,`].map((line) => `${line}\n`).join("");
  const bytes = zip([...entries, { name: `${about}/RECORD`, data: Buffer.from(record) }]);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { project, fileName: `${project.name}-${project.version}-py3-none-any.whl`, bytes, sha256 };
}

async function sources(name: string): Promise<ZipEntry[]> {
  const files = await readdir(new URL(`${name}/`, folder), { recursive: true });
  const modules = files.map((file) => file.replaceAll("\\", "/")).filter((file) => file.endsWith(".py"));
  return Promise.all(
    modules
      .toSorted()
      .map(async (file) => ({ name: `${name}/${file}`, data: Buffer.from(await readFile(new URL(`${name}/${file}`, folder))) })),
  );
}

function metadata(project: PythonProject, readme: string): string {
  const fields = [
    "Metadata-Version: 2.1",
    `Name: ${project.name}`,
    `Version: ${project.version}`,
    `Summary: ${project.description}`,
    "License: Apache-2.0",
    `Requires-Python: ${project.requiresPython}`,
    "Description-Content-Type: text/markdown",
  ];
  return `${fields.join("\n")}\n\n${readme}`;
}

function entryPoints({ entryPoints: groups }: PythonProject): string {
  const of = ([name, points]: [string, ReadonlyMap<string, string>]) =>
    [`[${name}]`, ...[...points].map(([key, target]) => `${key} = ${target}`), ""].join("\n");
  return [...groups].map(of).join("\n");
}

function recorded({ name, data }: ZipEntry): string {
  return `${name},sha256=${createHash("sha256").update(data).digest("base64url")},${data.length}`;
}
