import { expect, test } from "vitest";
import { modeText, versionsText, writtenWords } from "./cluster-words.ts";

const versions = { kubernetes: "1.37.0", kueue: "0.18.0", dcgmExporter: "4.4" };
const calls = { reads: 214, questions: 1, writes: 0 };

test("versions name what is missing", () => {
  expect(versionsText({ state: "connected", versions })).toBe("Kubernetes 1.37.0 · Kueue 0.18.0 · DCGM exporter 4.4");
  expect(versionsText({ state: "connected", versions: { ...versions, kueue: null, dcgmExporter: null } })).toBe(
    "Kubernetes 1.37.0 · no Kueue · no DCGM exporter",
  );
  expect(versionsText({ state: "connected", versions: { ...versions, kueue: "v1beta2" } })).toContain("Kueue API v1beta2");
  const unknown = { kubernetes: null, kueue: null, dcgmExporter: null };
  expect(versionsText({ state: "connecting", versions: unknown })).toMatch(/being asked/);
  expect(versionsText({ state: "unreachable", versions: unknown })).toMatch(/not known/);
});

test("a cluster is read only until something is managed or written", () => {
  expect(modeText({ calls, managedObjects: 0 })).toBe("Read only");
  expect(modeText({ calls, managedObjects: 1 })).toBe("Manages 1 object");
  expect(modeText({ calls: { ...calls, writes: 1 }, managedObjects: 0 })).toBe("Has been written to");
});

test("that nothing was written is said only where nothing was, and of the credentials what is known", () => {
  expect(writtenWords({ calls, canWrite: true })).toMatchObject({ isUntouched: true, text: expect.stringContaining("could write") });
  expect(writtenWords({ calls, canWrite: false }).text).toMatch(/could not write/);
  expect(writtenWords({ calls, canWrite: null }).text).toBe("");
  const written = writtenWords({ calls: { ...calls, writes: 1 }, canWrite: true });
  expect(written).toMatchObject({ isUntouched: false, title: "1 write to the cluster." });
});
