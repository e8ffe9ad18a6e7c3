import type { TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { explainClaim } from "./explain.ts";
import { admitWaiting } from "./index.ts";
import { openTestQuotas, type TestQuotas } from "./open-test-quotas.ts";

let site: TestQuotas;
beforeAll(async () => {
  site = await openTestQuotas();
});
afterAll(() => site.env.close());

interface Held {
  kind: "job";
  id: string;
  title: string;
}
const explain = (workspace: TestWorkspace, holder: Held, caller?: Caller) =>
  site.within(workspace, (ctx) => explainClaim(ctx, holder, { wish: { gpus: 4, cpu: 1, nodes: 1 } }), caller);

/** The pool of the picture: 64, of which 16, 16, 12 and 12 are guaranteed. */
async function crowded() {
  const [mine, fraud, pricing, nlp] = [
    await site.createWorkspace(),
    await site.createWorkspace(),
    await site.createWorkspace(),
    await site.createWorkspace(),
  ];
  const poolId = await site.addPool({ capacity: 64, preemption: "never" });
  for (const [workspace, nominal] of [
    [mine, 16],
    [fraud, 16],
    [pricing, 12],
    [nlp, 12],
  ] as const) {
    await site.guarantee(poolId, workspace, { nominal });
  }
  const holders = [
    await site.queue(mine, poolId, { amount: 12 }),
    await site.queue(mine, poolId, { amount: 4, timeLimitSeconds: 600 }),
    await site.queue(fraud, poolId, { amount: 24 }),
    await site.queue(pricing, poolId, { amount: 9 }),
    await site.queue(nlp, poolId, { amount: 12 }),
  ] as const;
  await admitWaiting(site.deps);
  return { mine, fraud, poolId, holders };
}

test("says in one sentence what is missing, who holds it, where it stands and what must end", async () => {
  const { mine, fraud, poolId, holders } = await crowded();
  const ahead = await site.queue(mine, poolId, { amount: 4 });
  const asked = await site.queue(mine, poolId, { amount: 4 });
  await admitWaiting(site.deps);
  const pending = await explain(mine, asked);
  expect(pending).toMatchObject({
    headline: `Waiting for 4 h100: ${mine.name} uses all 16 it is guaranteed, and only 3 of the pool's 64 are free to borrow.`,
    blocking: { kind: "quota", resource: "h100", needed: 4, available: 3 },
    position: { at: 2, of: 2 },
    capacity: 64,
    free: 3,
    forecast: null,
    usualWait: null,
  });
  expect(pending?.detail).toContain(`Ahead of it is ${ahead.title}, which needs 4 h100.`);
  expect(pending?.forecastNote).toContain("a forecast needs 20");
  expect(pending?.shares.slice(0, 1)).toMatchObject([{ isOwn: true, guaranteed: 16, used: 16, borrowed: 0, waiting: 2 }]);
  expect(pending?.shares.find((share) => share.workspace === fraud.name)).toMatchObject({ used: 24, borrowed: 8, freeToLend: 0 });
  expect(pending?.shares.at(-1)).toMatchObject({ workspace: "shared by all", isShared: true, guaranteed: 8, used: 8 });
  const own = pending?.holders.filter(({ isOwn }) => isOwn);
  expect(own).toMatchObject([
    { job: { title: holders[1].title }, amount: 4, afterwards: "a job ahead of yours takes them" },
    { job: { title: holders[0].title }, amount: 12, afterwards: "yours" },
  ]);
  expect(pending?.holders.find(({ workspace }) => workspace === fraud.name)).toMatchObject({ job: null, jobs: 1, amount: 24, borrowed: 8 });
  expect(JSON.stringify(pending)).not.toContain(holders[2].title);
});

test("names only remedies that were tried, and takes their buttons from who may not press them", async () => {
  const { mine, poolId } = await crowded();
  const asked = await site.queue(mine, poolId, { amount: 4 });
  await site.addPool({ capacity: 8, flavour: "l40s" });
  await site.addPool({ capacity: 2, flavour: "t4" });
  const kinds = (await explain(mine, asked))?.remedies.map(({ kind, title }) => [kind, title]);
  expect(kinds).toContainEqual(["switch-flavour", "Run on l40s instead"]);
  expect(kinds).not.toContainEqual(["switch-flavour", "Run on t4 instead"]);
  expect(kinds).toContainEqual(["fewer-gpus", "Ask for 3 h100"]);
  expect(kinds?.filter(([kind]) => kind === "suspend-own")).toHaveLength(2);
  const viewer = await explain(mine, asked, site.env.callerOf({ workspace: mine, role: "viewer" }));
  expect(viewer?.remedies.map(({ action }) => action).filter((action) => action !== null)).toEqual([]);
  expect(viewer?.remedies.some(({ kind }) => kind === "suspend-own")).toBe(false);
});

test("what can never start is told so, a held pool says who holds it, and what runs is no longer explained", async () => {
  const workspace = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 8 });
  const big = await site.queue(workspace, poolId, { amount: 8 });
  await site.sql("UPDATE pool SET state = 'held', state_reason = 'new drivers' WHERE id = $1", [poolId]);
  await admitWaiting(site.deps);
  expect((await explain(workspace, big))?.headline).toMatch(
    /^Nothing new starts in pool-.*: the platform team holds the pool: new drivers\.$/,
  );
  await site.sql("UPDATE pool SET state = 'open', capacity = 4 WHERE id = $1", [poolId]);
  expect((await explain(workspace, big))?.headline).toBe(
    `It asks for 8 h100, and ${workspace.name} can hold at most 4: it will not start as it is.`,
  );
  await site.sql("UPDATE pool SET capacity = 8 WHERE id = $1", [poolId]);
  await admitWaiting(site.deps);
  expect(await explain(workspace, big)).toBeUndefined();
});

test("the forecast is made of waits that stood alike, and its own record is kept", async () => {
  const workspace = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 4 });
  // 42 waits of 10 to 19 minutes; the last 22 had a forecast of 11 to 18 minutes.
  await site.sql(
    `INSERT INTO claim (id, workspace_id, pool_id, holder_kind, holder_id, turn, number, title, owner_id, amount, priority, time_limit_seconds, alike_key, state,
       cause, queued_at, ranked_at, admitted_at, released_at, stood, forecast_from, forecast_to)
     SELECT gen_random_uuid(), $1, $2, 'job', gen_random_uuid(), 1, n, 'past', 'test', 4, 'normal', 3600, 'past', 'released', 'ended', q.at, q.at,
       q.at + (10 + n % 10) * interval '1 min', now(), 1,
       CASE WHEN n >= 20 THEN q.at + interval '11 min' END, CASE WHEN n >= 20 THEN q.at + interval '18 min' END
     FROM generate_series(0, 41) AS n, LATERAL (SELECT now() - (n + 1) * interval '2 hours' AS at) q`,
    [workspace.id, poolId],
  );
  const runs = await site.queue(workspace, poolId, { amount: 4 });
  await admitWaiting(site.deps);
  const asked = await site.queue(workspace, poolId, { amount: 4 });
  await admitWaiting(site.deps);
  const [queued] = await site.sql<{ queued_at: Date; forecast_to: Date }>("SELECT queued_at, forecast_to FROM claim WHERE holder_id = $1", [
    asked.id,
  ]);
  const pending = await explain(workspace, asked);
  const { forecast } = pending ?? {};
  expect(forecast?.basis).toMatchObject({ count: 42, alike: "same pool, position 1, 2 to 4 GPUs, last 30 days" });
  const minutesOf = (instant = "") => (Date.parse(instant) - (queued?.queued_at.getTime() ?? 0)) / 60_000;
  expect([minutesOf(forecast?.from), minutesOf(forecast?.middle), minutesOf(forecast?.to)]).toEqual(
    [10.1, 14, 18].map((m) => expect.closeTo(m, 0)),
  );
  expect(forecast?.to).toBe(queued?.forecast_to.toISOString());
  // Of n from 20 to 41, those that end in 0 or 9 missed it by a minute.
  expect(forecast?.record).toEqual({ held: 17, of: 22, medianMissMinutes: 1 });
  expect(pending?.usualWait).not.toBeNull();
  expect(pending?.holders).toMatchObject([{ job: { id: runs.id }, afterwards: "yours" }]);
  site.env.advance(18.5 * 60_000);
  expect(await explain(workspace, asked)).toMatchObject({
    forecast: null,
    forecastNote: expect.stringContaining("It has waited longer than"),
  });
});
