import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { json } from "node:stream/consumers";
import { test } from "node:test";
import { AttemptReport, reportAttempt } from "../../packages/contracts/src/jobs/log.ts";
import { findPython } from "./find-python.ts";

const launcher = path.resolve(import.meta.dirname, "../../python/plumbline/launcher.py");
const job = "0198c2a4-7d1e-7000-8000-000000000000";
const script = `
  printf 'text with \\033[1m and \\377\\n'; head -c 100000 /dev/zero | tr '\\0' x; echo; echo err >&2
  printf '{"progress":0.5,"message":"half","checkpoint":{"path":"out/1.pt","step":1},"remainingSeconds":3}' > "$PLUMBLINE_STATUS_FILE"
  sleep 3; exit 3
`;

test("every report is one that the platform's contract takes", async () => {
  const reports: AttemptReport[] = [];
  const addresses = new Set<string>();
  const server = createServer(async (req, reply) => {
    addresses.add(`${req.method} ${req.url}`);
    const report = AttemptReport.parse(await json(req));
    reports.push(report);
    reply.end(JSON.stringify(reportAttempt.response.parse({ nextSequence: report.sequence + 1, stop: false })));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    const child = spawn(findPython(), ["-B", launcher, "--", "sh", "-c", script], {
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        PLUMBLINE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        PLUMBLINE_TOKEN: "a-token",
        PLUMBLINE_JOB_ID: job,
        PLUMBLINE_ATTEMPT: "2",
      },
    });
    assert.deepEqual(await once(child, "exit"), [3, null]);
  } finally {
    server.close();
  }
  const expected = `${reportAttempt.method} /api/v1${reportAttempt.path.replace(":job", job).replace(":attempt", "2")}`;
  assert.deepEqual([...addresses], [expected]);
  const last = reports.at(-1);
  assert.deepEqual([last?.phase, last?.exitCode], ["ended", 3]);
  const said = reports.find(({ status }) => status)?.status;
  assert.deepEqual(said, { progress: 0.5, message: "half", checkpoint: { path: "out/1.pt", step: 1 }, remainingSeconds: 3 });
  assert.ok(reports.some(({ samples }) => samples.length > 0));
  const lines = reports.flatMap((report) => report.lines);
  assert.deepEqual(
    lines
      .map(({ text }) => text.length)
      .toSorted((left, right) => left - right)
      .slice(-3),
    [32_768, 32_768, 32_768],
  );
});
