import { longRunMinutes } from "@plumbline/contracts/notifications";
import { requestTask, type Settled, type TaskRequest } from "../../kernel/index.ts";
import type { LogWrite, RunAnswer, RunWrite, UpdateWrite } from "../ingest/run-write.ts";
import { tellOfRun } from "./tell-of-run.ts";

/** Runs that ended longer ago are history that somebody brings along, and no news. */
const newsMs = 3_600_000;
/** Runs of which this process knows that their NaN is told; a run that diverged logs one with every step. */
const rememberedMax = 10_000;

interface Written {
  readonly workspaceId: number;
  readonly writes: readonly RunWrite[];
  readonly settled: readonly Settled<RunAnswer>[];
  readonly now: number;
}

export interface RunAlerts {
  /** What a transaction gives people to be told of: runs that failed, ended after long, or logged NaN for the first time. */
  readonly of: (written: Written) => TaskRequest[];
  /** Says that the transaction is committed: what it asked for is not asked for again. */
  readonly told: (requests: readonly TaskRequest[]) => void;
}

export function createRunAlerts(): RunAlerts {
  const remembered = new Set<string>();
  return {
    of: ({ workspaceId, writes, settled, now }) => {
      const alerts = writes.flatMap((write, at) => {
        const answer = settled[at];
        if (!answer || "error" in answer) return [];
        if (write.kind === "update") return endOf(write, answer.value, now);
        return write.kind === "log" ? nanOf(write) : [];
      });
      return [...new Map(alerts.map((alert) => [`run-alert:${workspaceId}:${alert.kind}:${alert.runId}`, alert]))].flatMap(
        ([key, alert]) => (remembered.has(key) ? [] : requestTask(tellOfRun, { ...alert, workspaceId }, key)),
      );
    },
    told: (requests) => {
      if (remembered.size > rememberedMax) remembered.clear();
      for (const { dedupeKey } of requests) if (dedupeKey !== undefined) remembered.add(dedupeKey);
    },
  };
}

interface Alert {
  readonly runId: string;
  readonly kind: "failed" | "ended" | "nan";
  readonly metric?: string;
}

function endOf({ input }: UpdateWrite, run: RunAnswer, now: number): Alert[] {
  if (input.status === undefined || !run) return [];
  const endTime = run.endTime ?? now;
  if (endTime < now - newsMs) return [];
  if (run.status === "FAILED") return [{ runId: run.runId, kind: "failed" }];
  const isLong = endTime - run.startTime >= longRunMinutes * 60_000;
  return run.status === "FINISHED" && isLong ? [{ runId: run.runId, kind: "ended" }] : [];
}

function nanOf({ batch }: LogWrite): Alert[] {
  const series = batch.series.find(({ totals }) => totals.numericCount < totals.count);
  return series ? [{ runId: batch.runId, kind: "nan", metric: series.key }] : [];
}
