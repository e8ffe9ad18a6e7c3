import { randomUUID } from "node:crypto";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestApp, type TestApp } from "#src/open-test-app.ts";

let site: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
let port: number;
beforeAll(async () => {
  site = await openTestApp();
  workspace = await site.env.createWorkspace();
  headers = await site.withToken(workspace, { role: "contributor" });
  await site.app.listen({ port: 0, host: "127.0.0.1" });
  port = (site.app.server.address() as AddressInfo).port;
});
afterAll(() => site.close());

const table = "id,amount\n1,2.5\n2,3.5\n";
const address = (path: string) => `http://127.0.0.1:${port}/api/v1/datasets${path}`;
async function make(): Promise<string> {
  const name = `credit loans ${randomUUID()}`;
  const made = await fetch(address(""), {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  expect(made.status).toBe(200);
  return encodeURIComponent(name);
}
const put = (dataset: string, name: string, body: string) =>
  fetch(address(`/${dataset}/versions?name=${name}`), { method: "PUT", headers, body });
const storedKeys = async () => (await site.env.deps.storage.list(`${workspace.id}/`)).blobs.map(({ key }) => key);

test("a file goes in and comes out as a download, whole or a part of it", async () => {
  const dataset = await make();
  expect(await (await put(dataset, "loans.csv", table)).json()).toMatchObject({ version: 1, isNew: true, isVerified: true });
  const file = await fetch(address(`/${dataset}/versions/1/content`), { headers });
  expect(Object.fromEntries(file.headers)).toMatchObject({
    "content-type": "text/csv; charset=utf-8",
    "content-length": String(table.length),
    "content-disposition": expect.stringMatching(/^attachment; filename="loans\.csv"/),
    "x-content-type-options": "nosniff",
  });
  expect(await file.text()).toBe(table);
  const part = await fetch(address(`/${dataset}/versions/1/content`), { headers: { ...headers, range: "bytes=3-8" } });
  expect([part.status, await part.text()]).toEqual([206, "amount"]);
});

test("a wrong type is 415, an empty file 400, and the answers say what to send", async () => {
  const dataset = await make();
  const answers = await Promise.all([put(dataset, "loans.xlsx", table), put(dataset, "loans.csv", "")]);
  expect(answers.map(({ status }) => status)).toEqual([415, 400]);
  expect(await answers[0]?.json()).toMatchObject({ code: "invalid", detail: expect.stringContaining(".parquet") });
});

test("more than the limit is refused before it is sent", async () => {
  const dataset = await make();
  const path = `/api/v1/datasets/${dataset}/versions?name=loans.csv`;
  const status = await new Promise((resolve, reject) => {
    const sent = request(
      { port, host: "127.0.0.1", method: "PUT", path, headers: { ...headers, "content-length": 2 ** 30 + 1 } },
      (answer) => {
        resolve(answer.statusCode);
        sent.destroy();
      },
    );
    sent.on("error", reject);
    sent.flushHeaders();
  });
  expect(status).toBe(413);
});

test("an upload whose connection breaks leaves nothing", async () => {
  const dataset = await make();
  const before = await storedKeys();
  const path = `/api/v1/datasets/${dataset}/versions?name=loans.csv`;
  const sent = request({ port, host: "127.0.0.1", method: "PUT", path, headers: { ...headers, "content-length": 1_000_000 } });
  const isOver = new Promise((resolve) => sent.on("error", () => undefined).once("close", resolve));
  sent.write(table, () => sent.destroy());
  await isOver;
  await vi.waitFor(async () => expect(await storedKeys()).toEqual(before));
  expect(await (await put(dataset, "loans.csv", table)).json()).toMatchObject({ version: 1, isNew: true });
});

/** Puts other bytes of the same length in the place of a version's. */
async function damage(dataset: string, content: string): Promise<void> {
  const [blob] = await site.env.sql<{ storage_key: string }>(
    "SELECT b.storage_key FROM blob b JOIN dataset_version v ON v.blob_id = b.id JOIN dataset d ON d.key = v.dataset_key WHERE d.name = $1",
    [decodeURIComponent(dataset)],
  );
  await site.env.deps.storage.put(blob?.storage_key ?? "", Readable.from([Buffer.from(content)]));
}

test("bytes that differ from the digest are not handed out: a small file is refused, a large one cut before its end", async () => {
  const [small, large] = await Promise.all([make(), make()]);
  const long = table.repeat(20_000);
  await Promise.all([put(small, "loans.csv", table), put(large, "loans.csv", long)]);
  await Promise.all([damage(small, table.replace("2.5", "9.5")), damage(large, long.replace("2.5", "9.5"))]);
  const refused = await fetch(address(`/${small}/versions/1/content`), { headers });
  expect([refused.status, await refused.json()]).toEqual([503, expect.objectContaining({ code: "unavailable" })]);
  const reading = fetch(address(`/${large}/versions/1/content`), { headers }).then((file) => file.arrayBuffer());
  await expect(reading).rejects.toThrow();
});
