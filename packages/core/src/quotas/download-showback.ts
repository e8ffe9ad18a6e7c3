import type { Input } from "@plumbline/contracts/operation";
import type * as contract from "@plumbline/contracts/quotas/showback";
import { type Caller, type Ctx, type Deps, workspaceOf } from "../kernel/index.ts";
import { csvLine } from "./rules/csv.ts";
import { checkSpan, filterOf, readShowback } from "./showback.ts";
import { type PoolRow, selectEveryPool } from "./store/pools.ts";
import { type ClaimUseRow, selectClaimUses } from "./store/usage.ts";

const pageRows = 1000;
const everything = 100_000;

/** Lines of CSV, read page by page; the caller has the operation's permission. By job, one line for each claim. */
export async function* showbackCsv(deps: Deps, caller: Caller, input: Input<typeof contract.downloadShowback>): AsyncGenerator<string> {
  const within = <R>(work: (ctx: Ctx) => Promise<R>): Promise<R> =>
    deps.db.transaction({ role: "app", workspaceId: workspaceOf(caller).id, actorId: caller.actor.id }, (tx) =>
      work({ ...caller, tx, deps, now: deps.now() }),
    );
  if (input.by === "job") yield* claimLines({ deps, within, input });
  else yield* sumLines(input.by, await within((ctx) => readShowback(ctx, input, everything)));
}

function* sumLines(by: contract.ShowbackBy, rows: readonly contract.ShowbackRow[]): Generator<string> {
  yield csvLine([by, "claims", "allocated_hours", "busy_hours", "sm_active_hours", "idle_hours", "cost", "currency"]);
  for (const row of rows) {
    yield csvLine([
      row.name,
      row.claims,
      row.allocatedHours,
      row.busyHours,
      row.smActiveHours,
      row.idleHours,
      row.cost,
      row.cost === null ? null : row.currency,
    ]);
  }
}

const claimColumns = [
  "workspace",
  "job",
  "job_id",
  "pool",
  "flavour",
  "amount",
  "queued_at",
  "admitted_at",
  "released_at",
  "wait_seconds",
  "allocated_hours",
  "busy_hours",
  "sm_active_hours",
  "idle_hours",
  "cost",
  "currency",
];

interface Pages {
  readonly deps: Deps;
  readonly within: <R>(work: (ctx: Ctx) => Promise<R>) => Promise<R>;
  readonly input: Input<typeof contract.downloadShowback>;
}

async function* claimLines({ deps, within, input }: Pages): AsyncGenerator<string> {
  checkSpan(input);
  const pools = await deps.db.transaction({ role: "system" }, selectEveryPool);
  yield csvLine(claimColumns);
  let after: string | null = null;
  while (true) {
    const page: { workspace: string; rows: ClaimUseRow[] } = await within(async (ctx) => ({
      workspace: workspaceOf(ctx).name,
      rows: await selectClaimUses(ctx.tx, filterOf(ctx, input, pools), { after, limit: pageRows }),
    }));
    for (const row of page.rows) yield claimLine(row, page.workspace, pools);
    after = page.rows.at(-1)?.id ?? null;
    if (page.rows.length < pageRows) return;
  }
}

function claimLine(row: ClaimUseRow, workspace: string, pools: readonly PoolRow[]): string {
  const pool = pools.find(({ id }) => id === row.pool_id);
  const waited = (row.admitted_at.getTime() - row.queued_at.getTime()) / 1000;
  return csvLine([
    ...[workspace, row.title, row.holder_id, pool?.name ?? "", pool?.flavour ?? "", row.amount],
    ...[row.queued_at.toISOString(), row.admitted_at.toISOString(), row.released_at?.toISOString() ?? null, waited],
    ...[row.hours, row.busy_hours, row.sm_hours, row.idle_hours, row.cost, row.cost === null ? null : row.currency],
  ]);
}
