import type { TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forecastEnd } from "./forecast-end.ts";
import { openTestQuotas, type TestQuotas } from "./open-test-quotas.ts";

let site: TestQuotas;
beforeAll(async () => {
  site = await openTestQuotas();
});
afterAll(() => site.env.close());

const ago = (minutes: number): Date => new Date(site.deps.now().getTime() - minutes * 60_000);
const forecast = (workspace: TestWorkspace, id: string) => site.within(workspace, (ctx) => forecastEnd(ctx, { kind: "job", id }));

/** What ran so many minutes, each ended an hour ago. */
async function ran(workspace: TestWorkspace, poolId: string, minutes: readonly number[]): Promise<void> {
  for (const each of minutes) await site.hold(workspace, poolId, { amount: 1, from: ago(60 + each), to: ago(60) });
}

test("8 in 10 of those of the same name that ran as long, counted in the workspace alone", async () => {
  const [mine, other] = [await site.createWorkspace(), await site.createWorkspace()];
  const poolId = await site.addPool({ capacity: 100 });
  await ran(mine, poolId, [10, 40, 50, 60, 70, 80]);
  await ran(other, poolId, [500, 500, 500, 500, 500]);
  const started = ago(30);
  const running = await site.hold(mine, poolId, { amount: 1, from: started });
  const seen = await forecast(mine, running);
  const minutesOf = (instant: string | undefined) => Math.round((Date.parse(instant ?? "") - started.getTime()) / 60_000);
  expect(seen).toMatchObject({ count: 5, alike: expect.stringContaining("jobs named held") });
  expect([seen?.span?.from, seen?.span?.middle, seen?.span?.to].map(minutesOf)).toEqual([44, 60, 76]);
  expect(minutesOf(seen?.latest)).toBe(24 * 60);
});

test("with fewer than five there is no span, but how many there are and the latest end", async () => {
  const mine = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 100 });
  await ran(mine, poolId, [10, 40, 50, 60, 70]);
  const running = await site.hold(mine, poolId, { amount: 1, from: ago(30) });
  expect(await forecast(mine, running)).toMatchObject({ span: null, count: 4 });
  const first = await site.createWorkspace();
  expect(await forecast(first, await site.hold(first, poolId, { amount: 1, from: ago(1) }))).toMatchObject({ span: null, count: 0 });
});

test("what waits, is over, or is of another workspace has no end to foresee", async () => {
  const [mine, other] = [await site.createWorkspace(), await site.createWorkspace()];
  const poolId = await site.addPool({ capacity: 1 });
  const over = await site.hold(mine, poolId, { amount: 1, from: ago(30), to: ago(10) });
  const held = await site.hold(mine, poolId, { amount: 1, from: ago(30) });
  const waiting = await site.queue(mine, poolId, { amount: 1 });
  expect(await forecast(mine, over)).toBeNull();
  expect(await forecast(mine, waiting.id)).toBeNull();
  expect(await forecast(other, held)).toBeNull();
});
