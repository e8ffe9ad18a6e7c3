import * as contract from "@plumbline/contracts/clusters/management";
import { AppError, command, notFound } from "../../kernel/index.ts";
import { announceCluster } from "../announce-cluster.ts";
import { lockCluster } from "../store/clusters.ts";
import * as store from "../store/mappings.ts";
import { backstopsOf } from "./backstop.ts";
import { heldQueue, subjectOf } from "./queue-mapping.ts";
import { problemsOf, wishOf } from "./queue-wish.ts";
import { writeLater } from "./write-later.ts";

export const handOverQueue = command(contract.handOverQueue, async (ctx, { cluster, queue: name }) => {
  const { row, queue } = await heldQueue(ctx, { cluster, queue: name });
  if (row.can_write === false) {
    throw new AppError(
      "conflict",
      `The credentials of "${cluster}" may only read. Give it a kubeconfig that may write, then hand queues over.`,
      {
        params: { reason: "read-only-credentials" },
      },
    );
  }
  await store.insertManaged(ctx.tx, row.id, { queue: name, by: ctx.actor.id, since: ctx.now });
  await announceCluster(ctx.tx, row, "managed");
  return { result: {}, subject: subjectOf(row, name), after: wishOf(queue), changes: [] };
});

export const takeBackQueue = command(contract.takeBackQueue, async (ctx, { cluster, queue: name }) => {
  const row = await lockCluster(ctx.tx, cluster);
  if (!row || (await store.deleteManaged(ctx.tx, row.id, name)) === 0) throw notFound("managed queue", name);
  await announceCluster(ctx.tx, row, "managed");
  return { result: {}, subject: subjectOf(row, name), changes: [] };
});

export const changeQueue = command(contract.changeQueue, async (ctx, { cluster, queue: name, ...wish }) => {
  const { row, queue } = await heldQueue(ctx, { cluster, queue: name });
  const isManaged = (await store.selectManaged(ctx.tx, row.id)).some((managed) => managed.queue === name);
  if (!isManaged) {
    throw new AppError("conflict", `Queue ${name} is only read. Hand it over first.`, { params: { reason: "not-managed" } });
  }
  const [problem, ...others] = problemsOf(wish, queue);
  if (problem) throw new AppError("invalid", problem.message, { fields: [problem, ...others] });
  const asked = { kind: "ClusterQueue", namespace: null, name, manifest: { wish } };
  const [write] = await writeLater(ctx, row, [asked, ...(await backstopsOf(ctx.tx, row.id, name))]);
  if (!write) throw new Error("a write that was asked for is not there");
  await announceCluster(ctx.tx, row, "managed");
  return { result: write, subject: subjectOf(row, name), before: wishOf(queue), after: wish, changes: [] };
});
