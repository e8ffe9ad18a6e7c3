import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestJobs, shell, type TestJobs } from "./open-test-job-site.ts";

let at: TestJobs;
beforeAll(async () => {
  at = await openTestJobs();
});
afterAll(() => at.close());

test("a checkpoint is kept while the program runs, and the next attempt begins with it and with its step", async () => {
  const script = `
    if [ -f kept/step ]; then echo "resumed at $(cat kept/step)"; exit 0; fi
    echo 7 > kept/step; echo '{"checkpoint":{"path":"kept/step","step":7}}' > "$PLUMBLINE_STATUS_FILE"
    echo ready; trap 'exit 1' TERM; while ! [ -f go ]; do sleep 0.1; done; rm -r kept; exit 1`;
  const { id } = await at.submit({
    name: "keeping",
    command: shell(script),
    checkpoint: { path: "kept", graceSeconds: 20 },
    retries: { userFailure: 1, outOfMemory: 0, infrastructure: 0, preempted: 0, backoffSeconds: 1 },
  });
  const list = "checkpoints/attempt-1/checkpoint.json";
  await vi.waitFor(
    async () => {
      const { runId } = await at.find(id);
      const url = `/api/v1/runs/${runId}/artifacts/content?path=${encodeURIComponent(list)}`;
      const answer = await at.site.app.inject({ method: "GET", url, headers: at.headers });
      expect([answer.statusCode, answer.body]).toEqual([200, expect.stringContaining('"step":7')]);
    },
    { timeout: 60_000, interval: 200 },
  );
  // Its own copy is gone when it fails.
  const [name = ""] = await at.runner.list();
  await writeFile(path.join(at.runner.workDirectory(name), "go"), "");
  const job = await at.untilEnded(id);
  expect(job).toMatchObject({ state: "succeeded", attemptList: [{ outcome: "user-failure" }, { resumedFrom: { attempt: 1, step: 7 } }] });
  expect(await at.logOf(id, 2)).toContain("resumed at 7");
});
