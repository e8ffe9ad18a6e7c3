import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "@plumbline/db";
import { migrate } from "@plumbline/db/migrate";
import { perRole, provision } from "@plumbline/db/provision";
import type {} from "@plumbline/testing";
import { expect, inject, test } from "vitest";
import { decodeMetricBlock, encodeMetricBlock, mergePoints } from "./metric-block.ts";
import { decodeBundle } from "./metric-bundle.ts";
import { findPageParts, findPoints } from "./store/metric-reads.ts";

const directory = path.resolve(import.meta.dirname, "../../../../prisma/migrations");
/** That of the roles of the run's server, which it keeps. */
const rolePassword = "only-for-tests";
const arrivals = "20261129100000_metric_arrivals";
const line = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ step: from + index, timestamp: 1000 + from + index, value: index / 3 }));

test("points that an earlier release stored are read, those that waited to be merged are merged, and none is lost", async () => {
  const earlier = await mkdtemp(path.join(tmpdir(), "plumbline-migrations-"));
  const urls = await provision({ adminUrl: inject("superuserUrl"), database: "earlier_blocks", passwords: perRole(() => rolePassword) });
  try {
    for (const name of await readdir(directory))
      if (name < arrivals) await cp(path.join(directory, name), path.join(earlier, name), { recursive: true });
    await migrate({ ownerUrl: urls.owner, directory: earlier });
  } finally {
    await rm(earlier, { recursive: true, force: true });
  }
  const owner = openDatabase({ appUrl: urls.owner, systemUrl: urls.owner });
  const [merged, alone, waiting] = [line(0, 3000), line(3000, 2), line(3002, 5)];
  const insert = (points: typeof merged, { keyId, isMerged, createdAt }: { keyId: number; isMerged: boolean; createdAt: string }) => {
    const { digest, bytes, loStep, hiStep, count } = encodeMetricBlock(points);
    const times = isMerged ? [points[0]?.timestamp, points.at(-1)?.timestamp] : [null, null];
    return `INSERT INTO metric_block (workspace_id, run_key, key_id, digest, lo_step, hi_step, count, points, lo_time, hi_time, created_at)
      VALUES (7, 70, ${keyId}, '\\x${digest.toString("hex")}', ${loStep}, ${hiStep}, ${count}, '\\x${bytes.toString("hex")}', ${times[0] ?? null}, ${times[1] ?? null}, ${createdAt})`;
  };
  await owner.transaction({ role: "system" }, async (tx) => {
    await tx.execute("UPDATE metric_compaction SET considered_until = now() - interval '10 minutes'");
    await tx.execute(insert(merged, { keyId: 1, isMerged: true, createdAt: "now()" }));
    await tx.execute(insert(alone, { keyId: 1, isMerged: false, createdAt: "now() - interval '1 day'" }));
    for (const keyId of [1, 2]) await tx.execute(insert(waiting, { keyId, isMerged: false, createdAt: "now()" }));
  });
  expect(await migrate({ ownerUrl: urls.owner, directory })).toContain(arrivals);
  expect(
    await owner.transaction({ role: "system" }, (tx) =>
      tx.rows("SELECT lo_key, count, octet_length(digest) AS named FROM metric_arrival ORDER BY lo_key"),
    ),
  ).toEqual([
    { lo_key: 1, count: 5, named: 16 },
    { lo_key: 2, count: 5, named: 16 },
  ]);
  await owner.close();

  const db = openDatabase({ appUrl: urls.app, systemUrl: urls.system });
  const scope = { role: "app", workspaceId: 7, actorId: "test" } as const;
  const found = await db.transaction(scope, (tx) =>
    findPoints(tx, 7, { runKeys: [70], keyIds: [1], range: { startStep: undefined, endStep: undefined }, kept: [] }),
  );
  const pointsOf = (isBundle: boolean, points: Buffer) =>
    isBundle ? decodeBundle(points, (keyId) => keyId === 1).flatMap((one) => one.points) : decodeMetricBlock(points);
  const all = [...merged, ...alone, ...waiting];
  expect(mergePoints(found.map(({ keyId, points }) => (points ? pointsOf(keyId === null, points) : [])))).toEqual(all);
  const { parts } = await db.transaction(scope, (tx) => findPageParts(tx, 7, { runKey: 70, keyId: 1, fromTime: 0, points: 10 }));
  expect(mergePoints(parts.map(({ points, isBundle }) => pointsOf(isBundle, points)))).toEqual(all);
  await db.close();
}, 60_000);
