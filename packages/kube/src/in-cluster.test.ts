import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readInCluster } from "./in-cluster.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "plumbline-account-"));
  writeFileSync(path.join(directory, "ca.crt"), "an authority");
  writeFileSync(path.join(directory, "token"), "first\n");
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(directory, { recursive: true });
});

test("the account of the pod is the way in, and its token is read again", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const { server, tls, token } = await readInCluster({ host: "10.96.0.1", port: "443", directory });
  expect([server.href, tls]).toEqual(["https://10.96.0.1/", { ca: "an authority", rejectUnauthorized: true }]);
  expect(await token()).toBe("first");
  writeFileSync(path.join(directory, "token"), "second\n");
  vi.advanceTimersByTime(59_999);
  expect(await token()).toBe("first");
  vi.advanceTimersByTime(1);
  expect(await token()).toBe("second");
});

test("an IPv6 address of the service is one", async () => {
  expect((await readInCluster({ host: "fd00::1", port: "6443", directory })).server.host).toBe("[fd00::1]:6443");
});

test("elsewhere it says so", async () => {
  await expect(readInCluster({ host: undefined, port: undefined, directory })).rejects.toMatchObject({ kind: "invalid" });
  rmSync(path.join(directory, "token"));
  await expect(readInCluster({ host: "10.96.0.1", port: "443", directory })).rejects.toThrow(/no service account: .*token cannot be read/);
});
