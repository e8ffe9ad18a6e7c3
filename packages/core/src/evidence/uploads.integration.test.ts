import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { evidenceFileLimits } from "@plumbline/contracts/evidence/evidence";
import type { TestWorkspace } from "@plumbline/testing";
import canonicalize from "canonicalize";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectGarbage } from "../artifacts/index.ts";
import type { Caller } from "../kernel/index.ts";
import { dropUploads, getEvidence, listEvidence, readEvidenceFile, recordEvidence, uploadEvidenceFile } from "./index.ts";
import { openTestEvidence, type TestEvidence, type TestVersion } from "./open-test-evidence.ts";

let it: TestEvidence;
let workspace: TestWorkspace;
let caller: Caller;
let made: TestVersion & { digest: string };
beforeAll(async () => {
  it = await openTestEvidence();
  workspace = await it.env.createWorkspace();
  caller = await it.newCaller(workspace);
  made = await it.register(caller);
  await it.work();
});
afterAll(() => it.env.close());

const refused = (reason: string) => expect.objectContaining({ params: expect.objectContaining({ reason }) });
const hour = 3_600_000;
const stored = async (): Promise<number> => (await it.deps.storage.usage()).blobs;
const send = (bytes: AsyncIterable<Uint8Array> | string, more: Partial<Parameters<typeof uploadEvidenceFile>[2]> = {}, by = caller) =>
  uploadEvidenceFile(it.deps, by, {
    model: made.model,
    version: made.version,
    name: "a.csv",
    purpose: "predictions",
    source: typeof bytes === "string" ? Readable.from([Buffer.from(bytes)]) : bytes,
    ...more,
  });
describe("a table of predictions", () => {
  test("is known by its columns and rows", async () => {
    const upload = await send("y,score,name\n1,0.5,a\n0,0.25,b\n");
    expect(upload).toMatchObject({
      purpose: "predictions",
      name: "a.csv",
      sizeBytes: 30,
      rows: 2,
      columns: [
        { name: "y", type: "integer" },
        { name: "score", type: "number" },
        { name: "name", type: "text" },
      ],
    });
    expect(new Date(upload.expiresAt).getTime() - Date.now()).toBeGreaterThan(23 * hour);
  });

  test.each([
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")],
    ["a spreadsheet", Buffer.concat([Buffer.from("504b0304", "hex"), Buffer.alloc(100)])],
    ["half of a Parquet file", Buffer.concat([Buffer.from("PAR1"), Buffer.alloc(100)])],
    ["nothing", Buffer.alloc(0)],
    ["lines of unlike length", Buffer.from("a,b\n1,2\n1,2,3\n")],
  ])("is no %s: by its content, whatever it is called, and nothing of it stays", async (_, bytes) => {
    const before = await stored();
    await expect(send(Readable.from([bytes]))).rejects.toEqual(refused("predictions-file"));
    expect(await stored()).toBe(before);
    expect(await it.env.sql("SELECT 1 FROM evidence_upload WHERE digest = $1", [createHash("sha256").update(bytes).digest()])).toEqual([]);
  });

  test("may have so many rows, and not one more", async () => {
    const rows = (count: number) =>
      (async function* () {
        yield Buffer.from("y\n");
        const chunk = Buffer.from("1\n".repeat(10_000));
        for (let done = 0; done < count; done += 10_000) yield chunk.subarray(0, 2 * Math.min(10_000, count - done));
      })();
    const max = evidenceFileLimits.predictionsRows;
    expect((await send(rows(max))).rows).toBe(max);
    await expect(send(rows(max + 1))).rejects.toEqual(refused("predictions-rows"));
  });

  test("of more bytes than are allowed is refused before it is read, and as it passes", async () => {
    const untouched = Readable.from([Buffer.from("y\n1\n")]);
    await expect(send(untouched, { announcedBytes: evidenceFileLimits.predictionsBytes + 1 })).rejects.toEqual(
      refused("evidence-file-too-large"),
    );
    expect(untouched.readableDidRead).toBe(false);
  });
});

describe("a document", () => {
  const bytesOf = (count: number) =>
    (async function* () {
      const chunk = Buffer.alloc(2 ** 20, 7);
      for (let left = count; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
    })();

  test("may have so many bytes, and not one more", async () => {
    const max = evidenceFileLimits.documentBytes;
    expect(await send(bytesOf(max), { purpose: "document" })).toMatchObject({ sizeBytes: max, columns: null, rows: null });
    const before = await stored();
    await expect(send(bytesOf(max + 1), { purpose: "document" })).rejects.toEqual(refused("evidence-file-too-large"));
    expect(await stored()).toBe(before);
  });

  test.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\reports\\risk.pdf", "risk.pdf"],
    ["report\u202efdp.exe\u0000\n", "reportfdp.exe"],
    ["..", "file"],
    [`${"long ".repeat(59)}.pdf`, `${"long ".repeat(59).slice(0, 196)}.pdf`],
  ])("is called by a plain name: %j", async (name, plain) => {
    expect((await send("%PDF", { purpose: "document", name })).name).toBe(plain);
  });

  test("becomes evidence with its title and the time for which it is valid, and is handed out", async () => {
    const bytes = "%PDF-1.7 risk report";
    const upload = await it.upload(caller, made, { name: "risk report.pdf", purpose: "document", bytes });
    const validUntil = new Date(Date.now() + 24 * hour).toISOString();
    const production = await it.ask(caller, made, {
      kind: "document",
      uploadId: upload.id,
      title: "Validation report",
      validUntil,
      id: "mrm",
    });
    expect(production).toMatchObject({ state: "succeeded", progress: 1, kind: "document", requestedBy: { id: caller.actor.id } });
    const evidence = await getEvidence(it.deps, caller, { evidenceId: production.evidenceId ?? "" });
    expect(evidence).toMatchObject({
      title: "Validation report",
      verdict: "info",
      values: { title: "Validation report", id: "mrm" },
      attachment: { name: "risk report.pdf", sizeBytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") },
      producer: { kind: "user", id: caller.actor.id },
      validUntil,
    });
    const content = await readEvidenceFile(it.deps, caller, { evidenceId: evidence.id });
    expect([content.path, await text(await content.open())]).toEqual(["risk report.pdf", bytes]);
    const stranger = await it.newCaller(await it.env.createWorkspace());
    await expect(readEvidenceFile(it.deps, stranger, { evidenceId: evidence.id })).rejects.toMatchObject({ code: "not-found" });
    // The upload is used up; the bytes are the evidence's, for good.
    await expect(it.ask(caller, made, { kind: "document", uploadId: upload.id, title: "Again" })).rejects.toMatchObject({
      code: "not-found",
    });
    it.env.advance(48 * hour);
    await it.comeRound(dropUploads);
    await it.env.sql("UPDATE blob SET created_at = now() - interval '3 days'");
    const context = { deps: it.deps, taskId: "t", workspaceId: null, signal: AbortSignal.timeout(60_000) };
    await (await collectGarbage.handler())(context, {});
    const again = await readEvidenceFile(it.deps, caller, { evidenceId: evidence.id });
    expect(await text(await again.open())).toBe(bytes);
  });

  test("that has expired already, or was brought as something else or by somebody else, is refused", async () => {
    const upload = await it.upload(caller, made, { name: "r.pdf", purpose: "document", bytes: "%PDF" });
    const ask = (more: object, by = caller, version: TestVersion = made) =>
      it.ask(by, version, { kind: "document", uploadId: upload.id, title: "Report", ...more });
    await expect(ask({ validUntil: "2020-01-01T00:00:00Z" })).rejects.toMatchObject({ code: "invalid" });
    const table = await send("y\n1\n");
    await expect(ask({ uploadId: table.id })).rejects.toThrow('The file "a.csv" was uploaded as predictions; this needs document.');
    const colleague = await it.newCaller(workspace);
    await expect(ask({}, colleague)).rejects.toEqual(refused("upload-of-another"));
    const other = await it.register(caller);
    await expect(ask({}, caller, other)).rejects.toMatchObject({ code: "not-found" });
    expect((await ask({})).state).toBe("succeeded");
  });

  test("of evidence without one is not found", async () => {
    const [scan] = (await listEvidence(it.deps, caller, { ...nameOf(made), kind: "security_scan" })).items;
    await expect(readEvidenceFile(it.deps, caller, { evidenceId: scan?.id ?? "" })).rejects.toThrow("No document is attached");
  });
});

const nameOf = ({ model, version }: TestVersion) => ({ model, version });

describe("time", () => {
  test("drops what nobody used within a day: row, claim and bytes", async () => {
    const kept = await stored();
    const upload = await send("y\n1\n2\n");
    await it.comeRound(dropUploads);
    expect(await it.env.sql("SELECT 1 FROM evidence_upload WHERE id = $1", [upload.id])).toHaveLength(1);
    it.env.advance(evidenceFileLimits.keptMs);
    await expect(
      it.ask(caller, made, { kind: "fairness", uploadId: upload.id, prediction: "y", attribute: "y", minGroup: 10, selectionRatio: 0.8 }),
    ).rejects.toMatchObject({ code: "not-found" });
    await it.comeRound(dropUploads);
    expect(await it.env.sql("SELECT 1 FROM evidence_upload WHERE workspace_id = $1", [workspace.id])).toEqual([]);
    expect(await it.env.sql("SELECT 1 FROM blob_claim WHERE holder LIKE 'evidence-upload/%'")).toEqual([]);
    expect(await stored()).toBeLessThanOrEqual(kept);
  });
});

describe("evidence", () => {
  test("has a digest that anybody computes from what the api answers", async () => {
    const recorded = await recordEvidence(it.deps, caller, {
      ...nameOf(made),
      kind: "robustness",
      title: "Perturbations",
      verdict: "pass",
      values: { auc_drop: 1e-7, large: 1e21, seen: true, missing: null },
      method: { tool: "suite", noise: [0.1, 0.2] },
      inputs: [{ kind: "dataset", name: "holdout@2", digest: "abc" }],
      report: { Grüße: ["€", { b: 1, a: -0.5 }] },
    });
    const { items } = await listEvidence(it.deps, caller, nameOf(made));
    expect(items.length).toBeGreaterThan(2);
    expect(items).toContainEqual(recorded);
    for (const { id: _, digest, subjectDigest, producer, attachment, ...rest } of items) {
      const content = canonicalize({
        ...rest,
        subject: subjectDigest,
        producer: { kind: producer.kind, id: producer.id },
        attachment: attachment && { name: attachment.name, sha256: attachment.sha256 },
      });
      expect(
        createHash("sha256")
          .update(content ?? "")
          .digest("hex"),
      ).toBe(digest);
    }
  });

  test("is never changed: the database refuses, whoever asks", async () => {
    const [{ id } = { id: "" }] = (await listEvidence(it.deps, caller, nameOf(made))).items;
    const scope = { role: "app", workspaceId: workspace.id, actorId: caller.actor.id } as const;
    for (const sql of ["UPDATE evidence SET verdict = 'pass' WHERE id = $1", "DELETE FROM evidence WHERE id = $1"]) {
      await expect(it.env.db.transaction(scope, (tx) => tx.execute(sql, [id]))).rejects.toThrow(/permission denied/);
      await expect(it.env.sql(sql, [id])).rejects.toThrow("are a record and cannot be changed");
    }
  });

  test("is about bytes: another model with the same ones has it, other bytes have not", async () => {
    const files = { MLmodel: "flavors: {shared: {}}\n" };
    const first = await it.register(caller, { files });
    const copy = await it.register(caller, { files });
    const brought = await recordEvidence(it.deps, caller, { ...nameOf(first), kind: "robustness", title: "Shared", verdict: "pass" });
    const found = async (version: TestVersion, by = caller) =>
      (await listEvidence(it.deps, by, { ...nameOf(version), kind: "robustness" })).items.map(({ id }) => id);
    expect(await found(copy)).toEqual([brought.id]);
    expect(await found(made)).not.toContain(brought.id);
    const elsewhere = await it.newCaller(await it.env.createWorkspace());
    const foreign = await it.register(elsewhere, { files });
    expect(foreign.digest).toBe(first.digest);
    expect(await found(foreign, elsewhere)).toEqual([]);
  });
});
