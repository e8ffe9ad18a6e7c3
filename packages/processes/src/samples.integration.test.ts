import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestRunner, script, shell } from "./open-test-runner.ts";
import type { Sample } from "./process-runner.ts";

const mebibyte = 1024 * 1024;

let at: Awaited<ReturnType<typeof openTestRunner>>;
beforeAll(async () => {
  at = await openTestRunner();
});
afterAll(() => at.close());

const firstSample = (name: string): Promise<Sample> =>
  vi.waitFor(
    async () => {
      const { samples } = await at.runner.readSamples(name, { offset: 0, maxBytes: 1 });
      const [sample] = samples;
      if (!sample) throw new Error("no sample yet");
      return sample;
    },
    { timeout: 20_000, interval: 50 },
  );

test("samples tell what the processes of the program use together", async () => {
  const hold = "const held = Buffer.alloc(80 * 1024 * 1024, 1); while (held[0]) Math.random()";
  const both = `const { spawn } = require("node:child_process"); spawn(process.execPath, ["-e", ${JSON.stringify(hold)}]);`;
  await at.runner.start(
    "busy",
    script(both, { limits: { timeMs: 60_000, diskBytes: 2 ** 30, memoryBytes: 900 * mebibyte, logBytes: mebibyte } }),
  );
  const sample = await firstSample("busy");
  expect(sample.at).toBeInstanceOf(Date);
  expect(sample.cpuPercent).toBeGreaterThan(5);
  expect(sample.cpuPercent).toBeLessThan(400);
  expect(sample.memoryBytes).toBeGreaterThan(80 * mebibyte);
  expect(sample.memoryBytes).toBeLessThan(500 * mebibyte);
  expect(sample).toMatchObject({ memoryLimitBytes: 900 * mebibyte, gpus: [] });
  expect(sample.diskBytes).toBeGreaterThan(0);
});

test("samples follow each other by offset, and can be released", async () => {
  await at.runner.start("pages", shell("sleep 60"));
  await firstSample("pages");
  const { nextOffset } = await at.runner.readSamples("pages", { offset: 0, maxBytes: 1 });
  const next = await at.runner.readSamples("pages", { offset: nextOffset, maxBytes: 1 });
  expect(next.nextOffset).toBeGreaterThanOrEqual(nextOffset);
  await at.runner.releaseSamples("pages", { offset: nextOffset });
});

test("devices are those that the driver's tool names and the program may use; what it does not measure is null", async () => {
  const folder = path.join(at.directory, "..", "tools");
  const rows = ["0, GPU-aaaa, NVIDIA H100 80GB HBM3, 37, 1024, 81559", "1, GPU-bbbb, NVIDIA H100 80GB HBM3, [N/A], 2048, 81559"];
  const tool = `#!/bin/sh\ncase "$1" in --query-gpu=index,uuid,name,utilization.gpu,memory.used,memory.total) printf '%s\\n' '${rows.join("' '")}';; esac\n`;
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "nvidia-smi"), tool, { mode: 0o700 });
  const PATH = `${folder}:/usr/bin:/bin`;
  await at.runner.start("all-gpus", shell("sleep 60", { env: { PATH } }));
  await at.runner.start("one-gpu", shell("sleep 60", { env: { PATH, CUDA_VISIBLE_DEVICES: "GPU-bb" } }));
  const [first, second] = (await firstSample("all-gpus")).gpus;
  expect(first).toEqual({
    index: 0,
    name: "NVIDIA H100 80GB HBM3",
    uuid: "GPU-aaaa",
    busyPercent: 37,
    memoryBytes: 1024 * mebibyte,
    memoryTotalBytes: 81_559 * mebibyte,
  });
  expect(second).toMatchObject({ index: 1, busyPercent: null });
  expect((await firstSample("one-gpu")).gpus.map(({ uuid }) => uuid)).toEqual(["GPU-bbbb"]);
});

test("what a program says of itself is kept, the last word too, and nonsense is told once", async () => {
  const say = (text: string): string =>
    `printf '%s' '${text}' > "$PLUMBLINE_STATUS_FILE.new"; mv "$PLUMBLINE_STATUS_FILE.new" "$PLUMBLINE_STATUS_FILE"`;
  const steps = [
    say('{"progress":0.5,"message":"with k-123 inside","checkpoint":{"path":"out/1.pt","step":1},"remainingSeconds":60}'),
    "while ! test -e go; do sleep 0.05; done",
    say('{"progress":7}'),
    "sleep 2.5",
    say("also nonsense"),
    "sleep 2.5",
    say('{"progress":1}'),
  ];
  await at.runner.start("status", shell(steps.join("\n"), { secrets: ["k-123"] }));
  const status = await vi.waitFor(
    async () => {
      const report = await at.runner.readStatus("status");
      if (!report) throw new Error("no status yet");
      return report;
    },
    { timeout: 20_000, interval: 50 },
  );
  expect(status).toEqual({
    at: expect.any(Date),
    progress: 0.5,
    message: "with *** inside",
    checkpoint: { path: "out/1.pt", step: 1 },
    remainingSeconds: 60,
  });
  await writeFile(path.join(at.work("status"), "go"), "");
  await at.waitForEnd("status");
  expect(await at.runner.readStatus("status")).toEqual({ at: expect.any(Date), progress: 1 });
  expect(await at.texts("status")).toEqual([expect.stringMatching(/^the status file is ignored/)]);
});

test("a status file that is a link or a pipe is ignored", async () => {
  const end = await at.run(
    "link",
    shell(
      'ln -s /etc/hostname "$PLUMBLINE_STATUS_FILE"; sleep 1.5; rm "$PLUMBLINE_STATUS_FILE"; mkfifo "$PLUMBLINE_STATUS_FILE"; sleep 1.5',
    ),
  );
  expect(end).toMatchObject({ exitCode: 0 });
  expect(await at.runner.readStatus("link")).toBeUndefined();
  expect((await at.texts("link")).length).toBe(1);
});
