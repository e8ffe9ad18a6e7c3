import type { Run, RunInfo, updateRun } from "@plumbline/contracts/experiments/run";
import type { Caller, IdempotentRequest, Settled, Submission } from "../../kernel/index.ts";
import type { NewRun } from "../store/runs.ts";
import type { CheckedBatch } from "./check-batch.ts";

/** A run that is to begin. */
export interface CreateWrite {
  readonly kind: "create";
  readonly caller: Caller;
  readonly run: NewRun;
  /** The caller chose the run's id, so that another write may choose the same. */
  readonly hasChosenId: boolean;
  readonly request: IdempotentRequest | undefined;
}

/** A run whose status, end or name changes. */
export interface UpdateWrite extends Pick<Submission<typeof updateRun>, "caller" | "input"> {
  readonly kind: "update";
}

/** Points, params and tags of a run. */
export interface LogWrite {
  readonly kind: "log";
  readonly batch: CheckedBatch;
}

/** What shares a workspace's transactions. */
export type RunWrite = CreateWrite | UpdateWrite | LogWrite;

/** What a committed write answers. */
export type RunAnswer = Run | RunInfo | undefined;

/** What became of each write of a transaction. */
export type Answers = Map<RunWrite, Settled<RunAnswer>>;

/** The workspace and the instant of a transaction. */
export interface Moment {
  readonly workspaceId: number;
  readonly now: Date;
}
