// Prints JSON: what a report of a job costs, and one job that prints a gigabyte: taken, sealed, paged, searched and downloaded, with the memory
// that the process had at most. Usage: node bench/job-logs.mjs [megabytes, default 1024]   (Node 24; starts a PostgreSQL of its own)
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { acceptReport } from "../packages/core/src/jobs/logs/accept-report.ts";
import { downloadLog } from "../packages/core/src/jobs/logs/download-log.ts";
import { getLog } from "../packages/core/src/jobs/logs/get-log.ts";
import { sealLogs } from "../packages/core/src/jobs/logs/seal-logs.ts";
import { searchLog } from "../packages/core/src/jobs/logs/search-log.ts";
import { sweepLogs } from "../packages/core/src/jobs/logs/sweep-logs.ts";
import { runTask } from "../packages/core/src/kernel/index.ts";
import { startEmbedded, stopEmbedded } from "../packages/db/src/embedded.ts";
import { openDatabase } from "../packages/db/src/index.ts";
import { migrate } from "../packages/db/src/migrate.ts";
import { perRole, provision } from "../packages/db/src/provision.ts";
import { openFileSystemStore } from "../packages/storage/src/index.ts";

const megabytes = Number(process.argv[2] ?? 1024);
const chunkBytes = 262_144;
const pg = createRequire(new URL("../packages/db/package.json", import.meta.url))("pg");
const dir = await mkdtemp(path.join(tmpdir(), "plumbline-bench-"));
const server = await startEmbedded({ dir: path.join(dir, "database") });
const urls = await provision({ adminUrl: server.superuserUrl("postgres"), database: "bench", passwords: perRole(() => "bench") });
await migrate({ ownerUrl: urls.owner, directory: path.join(import.meta.dirname, "../prisma/migrations") });
const owner = new pg.Client({ connectionString: urls.owner });
await owner.connect();
const opened = openDatabase({ appUrl: urls.app, systemUrl: urls.system, retentionUrl: urls.retention });

const counted = { statements: 0, transactions: 0 };
const counting = (tx) =>
  Object.fromEntries(
    ["rows", "row", "execute", "atCommit"].map((name) => [
      name,
      (...given) => {
        counted.statements++;
        return tx[name](...given);
      },
    ]),
  );
const log = (fields, message) => console.error(message, fields);
const tasks = new Map([sealLogs, sweepLogs].map((task) => [task.name, task]));
let sealing = Promise.resolve();
const deps = {
  db: {
    ...opened,
    transaction: (scope, work) => {
      counted.transactions++;
      return opened.transaction(scope, (tx) => work({ scope: tx.scope, ...counting(tx) }));
    },
  },
  storage: await openFileSystemStore({ directory: path.join(dir, "blobs") }),
  logger: { warn: log, error: log, info: () => undefined },
  now: () => new Date(),
  onChange: () => undefined,
  // As one worker does it, one task after the other.
  onTasks: async (ids) => {
    for (const id of ids) sealing = sealing.then(() => runTask(deps, tasks, id));
  },
};

const { rows: workspaces } = await owner.query("INSERT INTO workspace (name) VALUES ('bench') RETURNING id");
const workspaceId = workspaces[0].id;
const caller = {
  actor: { kind: "user", id: randomUUID(), name: "Bench", via: "session", credentialId: null },
  workspace: { id: workspaceId, name: "bench" },
  permissions: new Set(["job:read"]),
  requestId: "bench",
  address: null,
  userAgent: null,
};

let jobs = 0;
async function newJob() {
  const jobId = randomUUID();
  await owner.query(
    `INSERT INTO job (id, workspace_id, number, name, kind, state, executor, spec, resolved, nodes, cpu, memory_bytes, gpus, priority,
       time_limit_seconds, submitted_by, submitted_by_kind, submitted_at)
     VALUES ($1, $2, $3, 'train', 'training', 'running', 'local', '{}', '{}', 1, 1, 1, 0, 'normal', 60, 'bench', 'user', now())`,
    [jobId, workspaceId, ++jobs],
  );
  await owner.query(
    "INSERT INTO job_attempt (workspace_id, job_id, number, phase, nodes, queued_at) VALUES ($1, $2, 1, 'running', '{}', now())",
    [workspaceId, jobId],
  );
  return { workspaceId, jobId, attempt: 1 };
}

const linesOf = (count, from) =>
  Array.from({ length: count }, (_, index) => ({
    at: 1_700_000_000_000 + index,
    stream: "stdout",
    text: `step ${from + index} loss ${Math.sin(from + index).toFixed(15)}`.padEnd(127, " .:"),
  }));
const report = (rank, sequence, lines) => ({ rank, sequence, lines, lostLines: 0, samples: [] });
const round = (value) => Math.round(value * 100) / 100;
const quantile = (sorted, share) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);

/** Reports of ten lines, from so many reporters at once that send one after the other. */
async function costs(name, reporters) {
  const each = Math.max(50, Math.floor(2000 / reporters.length));
  for (const { job, rank } of reporters) await acceptReport(deps, job, report(rank, 0, []));
  const before = { ...counted };
  const times = [];
  const started = performance.now();
  await Promise.all(
    reporters.map(async ({ job, rank }) => {
      for (let sequence = 1; sequence <= each; sequence++) {
        const at = performance.now();
        await acceptReport(deps, job, report(rank, sequence, linesOf(10, sequence * 10)));
        times.push(performance.now() - at);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await sealing;
  times.sort((left, right) => left - right);
  return {
    name,
    reports: times.length,
    reportsPerSecond: Math.round(times.length / seconds),
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    statements: round((counted.statements - before.statements) / times.length),
  };
}

async function gigabyte() {
  const job = await newJob();
  const of = { job: job.jobId, attempt: 1 };
  const linesOfReport = chunkBytes / 128;
  const reports = (megabytes * 1_048_576) / chunkBytes;
  const total = reports * linesOfReport;
  let mostBytes = 0;
  const watch = setInterval(() => {
    mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
  }, 20);
  const begunBytes = process.memoryUsage.rss();
  const timed = async (work) => {
    const at = performance.now();
    const result = await work();
    return { seconds: (performance.now() - at) / 1000, result };
  };
  const taken = await timed(async () => {
    for (let sequence = 0; sequence < reports; sequence++) {
      await acceptReport(deps, job, report(0, sequence, linesOf(linesOfReport, sequence * linesOfReport)));
    }
  });
  await owner.query("UPDATE job_attempt SET phase = 'ended', ended_at = now() WHERE job_id = $1", [job.jobId]);
  const sealed = await timed(async () => {
    await sealing;
    await (await sweepLogs.handler())({ deps, signal: new AbortController().signal });
    await sealing;
  });
  const pages = {};
  for (const [name, from] of [
    ["first", 1],
    ["middle", total / 2],
    ["last", total - 999],
  ]) {
    pages[name] = round((await timed(() => getLog(deps, caller, { ...of, from, limit: 1000 }))).seconds * 1000);
  }
  const found = await timed(() => searchLog(deps, caller, { ...of, text: `STEP ${total - 1} ` }));
  const downloaded = await timed(async () => {
    let bytes = 0;
    for await (const piece of (await downloadLog(deps, caller, of)).content) bytes += piece.length;
    return bytes;
  });
  clearInterval(watch);
  const { rows } = await owner.query(
    `SELECT count(*)::int AS segments, sum(b.size_bytes)::bigint AS bytes, (SELECT count(*)::int FROM job_log_chunk WHERE job_id = $1) AS chunks
     FROM job_log_segment s JOIN blob b ON b.id = s.blob_id WHERE s.job_id = $1`,
    [job.jobId],
  );
  return {
    megabytes,
    lines: total,
    takenMegabytesPerSecond: round(megabytes / taken.seconds),
    sealedAfterSeconds: round(sealed.seconds),
    segments: rows[0].segments,
    chunksLeft: rows[0].chunks,
    storedMegabytes: round(Number(rows[0].bytes) / 1_048_576),
    pageOf1000LinesMs: pages,
    searchSeconds: round(found.seconds),
    searchHits: found.result.total,
    downloadedMegabytesPerSecond: round(megabytes / downloaded.seconds),
    isWhole: downloaded.result === megabytes * 1_048_576,
    memoryAtFirstMegabytes: round(begunBytes / 1_048_576),
    memoryAtMostMegabytes: round(mostBytes / 1_048_576),
  };
}

const one = await newJob();
const many = [];
for (let index = 0; index < 32; index++) many.push({ job: await newJob(), rank: 0 });
const wide = await newJob();
const result = {
  reports: [
    await costs("one job", [{ job: one, rank: 0 }]),
    await costs("32 jobs", many),
    await costs(
      "one job of 32 nodes",
      Array.from({ length: 32 }, (_, rank) => ({ job: wide, rank })),
    ),
  ],
  log: await gigabyte(),
};
console.log(JSON.stringify(result, null, 2));
await opened.close();
await owner.end();
await stopEmbedded(path.join(dir, "database"));
await rm(dir, { recursive: true, force: true });
