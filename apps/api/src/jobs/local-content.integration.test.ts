import { execFileSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { createDataset, uploadVersion } from "@plumbline/core/datasets";
import { putRuntime, uploadSource } from "@plumbline/core/jobs";
import { putSecret } from "@plumbline/core/secrets";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestJobs, shell, type TestJobs } from "./open-test-job-site.ts";

let at: TestJobs;
let scratch: string;
beforeAll(async () => {
  at = await openTestJobs();
  scratch = await mkdtemp(path.join(tmpdir(), "plumbline-content-"));
});
afterAll(async () => {
  await at.close();
  await rm(scratch, { recursive: true, force: true });
});

const engineer = () => at.site.env.callerOf({ workspace: at.workspace, role: "engineer" });

/** Packs a directory that a shell script fills, as people's tools do. */
function pack(script: string): Buffer {
  const directory = path.join(scratch, randomUUID());
  execFileSync("sh", ["-c", `mkdir -p "$0" && cd "$0" && ${script}`, directory]);
  return execFileSync("tar", ["-C", directory, "-czf", "-", "."]);
}

const upload = async (archive: Buffer) =>
  (await uploadSource(at.site.deps, engineer(), { name: "code.tar.gz", source: Readable.from([archive]) })).sha256;

test("source, data and secrets are there when the command runs; the secret is in neither log nor spec, and all is on record", async () => {
  const { deps } = at.site;
  await putSecret(deps, engineer(), { secret: "lake-key", value: "hush-hush-123" });
  const dataset = `d-${randomUUID().slice(0, 8)}`;
  await createDataset(deps, engineer(), { name: dataset, purpose: "tests" });
  const rows = "a,b\n1,2\n";
  await uploadVersion(deps, engineer(), { dataset, name: "rows.csv", source: Readable.from([Buffer.from(rows)]), maxBytes: 1000 });
  const archive = await upload(
    pack('mkdir src && printf "cat data/rows.csv; echo key=\\$LAKE_KEY" > src/train.sh && ln -s src/train.sh run.sh'),
  );
  const { id } = await at.submit({
    name: "whole",
    command: ["sh", "run.sh"],
    source: { archive },
    inputs: [{ dataset, version: 1, path: "data/rows.csv" }],
    secrets: { LAKE_KEY: "lake-key" },
    env: { SEED: "7" },
  });
  const job = await at.untilEnded(id);
  expect(job.state, job.reason ?? "").toBe("succeeded");
  expect(await at.logOf(id)).toEqual(["a,b", "1,2", "key=***"]);
  expect(JSON.stringify(job)).not.toContain("hush-hush");
  expect(job.resolved.inputs).toMatchObject([{ sha256: createHash("sha256").update(rows).digest("hex") }]);
  const run = await at.ask<{ tags: { key: string; value: string }[]; inputs: { dataset: { name: string } }[] }>(
    "GET",
    `/runs/${job.runId}`,
  );
  const tags = Object.fromEntries(run.tags.map(({ key, value }) => [key, value]));
  expect(tags).toMatchObject({ "plumbline.seeds": "SEED=7", "plumbline.source.digest": archive, "mlflow.source.name": "sh run.sh" });
  expect(run.inputs).toMatchObject([{ dataset: { name: dataset } }]);
  const kept = await at.ask<{ items: { path: string }[] }>("GET", `/runs/${job.runId}/artifacts?path=environment`);
  expect(kept.items.map((entry) => entry.path)).toContain("environment/hardware.json");
});

test("packages of a runtime are installed once, and are those of the job", async () => {
  const wheel = path.join(scratch, "plumbtest-1.0-py3-none-any.whl");
  const make = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as z:
    z.writestr("plumbtest.py", "word = 'installed'")
    z.writestr("plumbtest-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: plumbtest\\nVersion: 1.0\\n")
    z.writestr("plumbtest-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    z.writestr("plumbtest-1.0.dist-info/RECORD", "")
`;
  execFileSync("python3", ["-c", make, wheel]);
  const admin = at.site.env.callerOf({ platformRole: "platform-admin" });
  await putRuntime(at.site.deps, admin, { runtime: "tested", packages: [`plumbtest @ file://${wheel}`], env: { FROM_RUNTIME: "yes" } });
  const command = ["python", "-c", "import os, plumbtest; print(plumbtest.word, os.environ['FROM_RUNTIME'])"];
  const submit = () => at.submit({ name: "packed", command, runtime: "tested" });
  const first = await at.untilEnded((await submit()).id);
  expect(first.state, first.reason ?? "").toBe("succeeded");
  expect(first.resolved.runtime).toEqual({ name: "tested", version: 1, image: null });
  expect(await at.logOf(first.id)).toContain("installed yes");
  const second = await at.untilEnded((await submit()).id);
  expect(await at.logOf(second.id)).toEqual(["installed yes"]);
  const file = await at.site.app.inject({
    method: "GET",
    url: `/api/v1/runs/${second.runId}/artifacts/content?path=environment/packages.txt`,
    headers: at.headers,
  });
  expect(file.body).toContain("plumbtest");
}, 90_000);

test("packages that cannot be installed fail the job, and pip's own words are in the log", async () => {
  const admin = at.site.env.callerOf({ platformRole: "platform-admin" });
  await putRuntime(at.site.deps, admin, { runtime: "impossible", packages: ["no-such-package-of-anybody==9"] });
  const { id } = await at.submit({ name: "unpacked", command: ["true"], runtime: "impossible" });
  const job = await at.untilEnded(id);
  expect(job).toMatchObject({ state: "failed", attemptList: [{ outcome: "user-failure" }] });
  expect((await at.logOf(id)).join("\n")).toContain("no-such-package-of-anybody");
}, 90_000);

test("the output of one job is the input of the next, as it was when that was submitted", async () => {
  const producer = await at.submit({ name: "producer", command: shell("true") });
  const { runId } = await at.untilEnded(producer.id);
  const write = (text: string) =>
    at.site.app.inject({
      method: "PUT",
      url: `/api/v1/runs/${runId}/artifacts/content?path=out/model.txt`,
      headers: { ...at.headers, "content-type": "text/plain" },
      payload: text,
    });
  expect((await write("first")).statusCode).toBe(200);
  const inputs = [{ run: runId ?? "", artifact: "out", path: "given" }];
  const consumer = await at.submit({ name: "consumer", command: ["cat", "given/model.txt"], inputs });
  const job = await at.untilEnded(consumer.id);
  expect(await at.logOf(job.id)).toEqual(["first"]);
  const lineage = await at.ask<{ items: { from: object; relation: string }[] }>("GET", `/lineage?kind=run&id=${job.runId}`);
  expect(lineage.items).toMatchObject([{ from: { kind: "run", id: runId }, relation: "input" }]);
  await write("second");
  const again = await at.ask<{ id: string }>("POST", `/jobs/${job.id}/rerun`);
  const repeated = await at.untilEnded(again.id);
  expect(repeated).toMatchObject({ state: "failed", repeats: { jobId: job.id, runId: job.runId, purpose: "rerun" } });
  expect(repeated.reason).toContain("was changed since the job was submitted");
});
