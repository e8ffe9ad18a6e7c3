// Prints JSON: a pass of admission, why one claim waits, and what the Quotas page reads, over 20 workspaces with 2,000 waiting claims, with the
// statements of each. Usage: node bench/quotas.mjs [waiting claims, default 2000]   (Node 24; starts a PostgreSQL of its own)
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import * as quotas from "../packages/core/src/quotas/index.ts";
import { startEmbedded, stopEmbedded } from "../packages/db/src/embedded.ts";
import { openDatabase } from "../packages/db/src/index.ts";
import { migrate } from "../packages/db/src/migrate.ts";
import { perRole, provision } from "../packages/db/src/provision.ts";

const waiting = Number(process.argv[2] ?? 2000);
const [workspaces, holding, past, rounds] = [20, 600, 20_000, 7];
const pg = createRequire(new URL("../packages/db/package.json", import.meta.url))("pg");
const dir = await mkdtemp(path.join(tmpdir(), "plumbline-bench-"));
const server = await startEmbedded({ dir: path.join(dir, "database") });
const urls = await provision({ adminUrl: server.superuserUrl("postgres"), database: "bench", passwords: perRole(() => "bench") });
await migrate({ ownerUrl: urls.owner, directory: path.join(import.meta.dirname, "../prisma/migrations") });
const owner = new pg.Client({ connectionString: urls.owner });
await owner.connect();
const opened = openDatabase({ appUrl: urls.app, systemUrl: urls.system, retentionUrl: urls.retention });

let statements = 0;
const counting = (tx) =>
  Object.fromEntries(
    ["rows", "row", "execute", "atCommit"].map((name) => [
      name,
      (...given) => {
        statements++;
        return tx[name](...given);
      },
    ]),
  );
const db = { ...opened, transaction: (scope, work) => opened.transaction(scope, (tx) => work({ scope: tx.scope, ...counting(tx) })) };
const deps = { db, now: () => new Date(), onChange: () => undefined, onTasks: async () => undefined, logger: console };

await owner.query("INSERT INTO workspace (name) SELECT 'team-' || n FROM generate_series(1, $1) n", [workspaces]);
const { rows: teams } = await owner.query("SELECT id, name FROM workspace ORDER BY id");
const pools = ["h100", "a100", "l40s"].map((name, at) => ({ id: randomUUID(), name, capacity: [200, 300, 300][at] }));
for (const { id, name, capacity } of pools) {
  await owner.query(
    "INSERT INTO pool (id, name, resource, flavour, cohort, capacity, created_at) VALUES ($1, $2, 'gpu', $2, 'all', $3, now())",
    [id, name, capacity],
  );
  await owner.query(
    "INSERT INTO pool_rate (pool_id, valid_from, per_unit_hour, currency, set_by) VALUES ($1, '2020-01-01', 2, 'EUR', 'bench')",
    [id],
  );
  await owner.query(
    `INSERT INTO quota (pool_id, workspace_id, nominal, borrowing_limit, updated_by, updated_at) SELECT $1, id, 8, 8, 'bench', now() FROM workspace`,
    [id],
  );
}
const insert = (state, count, columns) =>
  owner.query(
    `INSERT INTO claim (id, workspace_id, pool_id, holder_kind, holder_id, turn, number, title, owner_id, amount, priority, time_limit_seconds, alike_key, state,
       cause, queued_at, ranked_at, admitted_at, released_at, stood)
     SELECT gen_random_uuid(), ($2::int[])[1 + n % cardinality($2::int[])], ($3::uuid[])[1 + n % 3], 'job', gen_random_uuid(), 1, n, 'train-' || n, 'bench',
       ${columns.amount}, 'normal', 86400, 'train-' || n % 50, '${state}', ${columns.cause}, ${columns.queued}, ${columns.queued}, ${columns.admitted},
       ${columns.released}, ${columns.stood} FROM generate_series(1, $1::int) n`,
    [count, teams.map(({ id }) => id), pools.map(({ id }) => id)],
  );
const ago = (text) => `now() - ${text}`;
await insert("released", past, {
  ...{ amount: "1 + n % 8", cause: "'ended'", stood: "n % 5" },
  ...{ queued: ago("n * interval '2 min'"), admitted: ago("n * interval '2 min' - n % 40 * interval '1 min'") },
  released: ago("n * interval '2 min' - (n % 40 + 60) * interval '1 min'"),
});
await owner.query("DELETE FROM claim WHERE released_at > now()");
await insert("admitted", holding, {
  ...{ amount: "1", cause: "NULL", stood: "0", queued: ago("interval '3 hours'"), admitted: ago("interval '2 hours'"), released: "NULL" },
});
await insert("waiting", waiting, {
  ...{ amount: "1 + n % 8", cause: "NULL", stood: "NULL", queued: ago("n * interval '1 second'"), admitted: "NULL", released: "NULL" },
});
await owner.query(
  `INSERT INTO use_hour (workspace_id, claim_id, hour, busy_sum, busy_count) SELECT workspace_id, id, date_trunc('hour', admitted_at), 6000, 100 FROM claim
   WHERE admitted_at IS NOT NULL`,
);
await owner.query("ANALYZE");

const team = teams[0];
const caller = {
  actor: { kind: "user", id: randomUUID(), name: "Bench", via: "session", credentialId: null },
  workspace: team,
  permissions: new Set(["quota:read", "quota:request", "job:submit", "job:manage"]),
  ...{ requestId: "bench", address: null, userAgent: null },
};
const within = (work) =>
  db.transaction({ role: "app", workspaceId: team.id, actorId: caller.actor.id }, (tx) =>
    work({ ...caller, tx, deps, now: deps.now(), later: [] }),
  );

async function measure(run) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    statements = 0;
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  times.sort((one, other) => one - other);
  return { medianMs: Math.round(times[rounds >> 1]), mostMs: Math.round(times.at(-1)), statements };
}

const first = performance.now();
const { admitted, evict } = await quotas.admitWaiting(deps);
const report = {
  waiting,
  workspaces,
  holding,
  past,
  firstPass: { ms: Math.round(performance.now() - first), admitted: admitted.length, evict: evict.length },
};
const { rows } = await owner.query(
  "SELECT holder_id FROM claim WHERE workspace_id = $1 AND state = 'waiting' ORDER BY ranked_at DESC LIMIT 1",
  [team.id],
);
const holder = { kind: "job", id: rows[0].holder_id };
const wish = { gpus: 4, cpu: 1, nodes: 1 };
report.pass = await measure(() => quotas.admitWaiting(deps));
report.explain = await measure(() => within((ctx) => quotas.explainClaim(ctx, holder, { wish })));
report.positions = await measure(() => within((ctx) => quotas.positionsOf(ctx, [holder])));
report.overview = await measure(() => quotas.getOverview(deps, caller, { range: "7d" }));
report.usage7d = await measure(() => quotas.getUsage(deps, caller, { range: "7d" }));
report.usage30d = await measure(() => quotas.getUsage(deps, caller, { range: "30d" }));
report.budgets = await measure(() => quotas.listBudgets(deps, caller, {}));
report.requestEffect = await measure(() => quotas.previewQuotaRequest(deps, caller, { pool: pools[0].id, amount: 2 }));
console.log(JSON.stringify(report, null, 2));

await opened.close();
await owner.end();
await stopEmbedded(path.join(dir, "database"));
await rm(dir, { recursive: true, force: true });
