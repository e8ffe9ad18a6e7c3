import * as contract from "@plumbline/contracts/quotas/overview";
import { query, workspaceOf } from "../kernel/index.ts";
import { scoped, spanOf } from "./scope.ts";
import { selectPools } from "./store/pools.ts";
import {
  type IdleStepRow,
  type ShowbackSum,
  type StepRow,
  selectHeldSteps,
  selectIdleSteps,
  selectOutsideSteps,
  selectShowback,
} from "./store/usage.ts";
import { selectWorkspaceNames } from "./store/workspaces.ts";

/** Six statements. */
export const getUsage = query(contract.getUsage, async (ctx, input) => {
  const span = spanOf(input.range, ctx.now);
  const own = workspaceOf(ctx).id;
  return ctx.deps.db.transaction({ role: "system" }, async (tx) => {
    const scope = scoped(await selectPools(tx), input);
    const steps = { ...span, poolIds: scope.pools.map(({ id }) => id), now: ctx.now };
    const held = Map.groupBy(await selectHeldSteps(tx, steps), ({ workspace_id }) => workspace_id);
    const outside = await selectOutsideSteps(tx, steps);
    const idle = await selectIdleSteps(tx, steps);
    const names = await selectWorkspaceNames(tx);
    const paid = await selectShowback(tx, { ...steps, workspaceId: null }, { by: "workspace", limit: workspacesMax });
    const stepHours = span.stepSeconds / 3600;
    const elapsed = elapsedPart(span, ctx.now);
    const length = Math.round((span.to.getTime() - span.from.getTime()) / 1000 / span.stepSeconds);
    const series = [...held].map(([id, rows]) =>
      seriesOf(
        { workspace: names.get(id) ?? "a workspace", isOwn: id === own, cost: costOf(paid, String(id)) },
        wholeSteps(rows, { last: length - 1, elapsed }),
        length,
      ),
    );
    series.sort((one, other) => Number(other.isOwn) - Number(one.isOwn) || total(other.held) - total(one.held));
    const nothing = new Array<null>(length).fill(null);
    const foreign = {
      workspace: null,
      isOwn: false,
      cost: null,
      held: filled(outside, length, ({ unit_hours }) => unit_hours / stepHours),
    };
    return {
      ...{ from: span.from.toISOString(), to: span.to.toISOString(), stepSeconds: span.stepSeconds, resource: scope.resource },
      capacity: scope.pools.reduce((sum, { capacity }) => sum + capacity, 0),
      series: outside.length > 0 ? [...series, { ...foreign, busy: nothing, smActive: nothing }] : series,
      cost: costOf(paid),
      idle: { units: filled(idle, length, ({ unit_hours }) => unit_hours / stepHours), ...idleTotal(idle) },
    };
  });
});

const workspacesMax = 100_000;

/** What was paid for what was held, by one workspace or by all. */
function costOf(paid: readonly ShowbackSum[], key?: string): contract.UsageSeries["cost"] {
  const priced = paid.filter((row) => row.cost !== null && (key === undefined || row.key === key));
  const currency = priced[0]?.currency;
  return currency ? { amount: priced.reduce((sum, { cost }) => sum + (cost ?? 0), 0), currency } : null;
}

/** How much of the last step, in which it is now, is over. */
const elapsedPart = ({ to, stepSeconds }: { to: Date; stepSeconds: number }, now: Date): number =>
  Math.max(1 / stepSeconds, 1 - (to.getTime() - now.getTime()) / 1000 / stepSeconds);

/** The last step is an average over what of it is over, as the others are over the whole of theirs. */
const wholeSteps = (rows: readonly StepRow[], { last, elapsed }: { last: number; elapsed: number }): StepRow[] =>
  rows.map((row) => {
    if (row.step !== last) return row;
    const whole = (value: number | null) => (value === null ? null : value / elapsed);
    return { ...row, held: row.held / elapsed, busy: whole(row.busy), sm_active: whole(row.sm_active) };
  });

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function filled<T extends { readonly step: number }>(rows: readonly T[], length: number, pick: (row: T) => number): number[] {
  const values = new Array<number>(length).fill(0);
  for (const row of rows) if (row.step < length) values[row.step] = pick(row);
  return values;
}

function seriesOf(
  who: Pick<contract.UsageSeries["series"][number], "isOwn" | "cost"> & { workspace: string },
  rows: readonly StepRow[],
  length: number,
) {
  const [busy, smActive] = [new Array<number | null>(length).fill(null), new Array<number | null>(length).fill(null)];
  for (const row of rows) {
    if (row.step >= length) continue;
    busy[row.step] = row.busy;
    smActive[row.step] = row.sm_active;
  }
  return { ...who, held: filled(rows, length, ({ held }) => held), busy, smActive };
}

function idleTotal(rows: readonly IdleStepRow[]): Pick<contract.UsageSeries["idle"], "unitHours" | "cost"> {
  const priced = rows.filter(({ cost }) => cost !== null);
  const [first] = priced;
  const amount = priced.reduce((sum, { cost }) => sum + (cost ?? 0), 0);
  return {
    unitHours: rows.reduce((sum, { unit_hours }) => sum + unit_hours, 0),
    cost: first?.currency ? { amount, currency: first.currency } : null,
  };
}
