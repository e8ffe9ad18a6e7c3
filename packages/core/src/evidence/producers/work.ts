import type { ProduceInput } from "@plumbline/contracts/evidence/evidence";
import type { Ctx, Deps } from "../../kernel/index.ts";
import type { MadeEvidence } from "../add-evidence.ts";
import type { BoundVersion } from "../version-subject.ts";

/** What a producer works with. */
export interface Work<K extends ProduceInput["kind"] = ProduceInput["kind"]> {
  readonly deps: Deps;
  readonly workspaceId: number;
  readonly subject: BoundVersion;
  readonly input: Extract<ProduceInput, { kind: K }>;
  /** Aborts when somebody stops the production, and at the time limit. */
  readonly signal: AbortSignal;
  /** Reads in a transaction of the workspace. */
  readonly read: <R>(work: (ctx: Ctx) => Promise<R>) => Promise<R>;
  /** Says what is being done, and how far it is: 0 to 1. Told too often, only some of it is written. */
  readonly tell: (progress: number, message: string) => void;
}

/** What was found out. Its kind, who produced it and for which requirement is added by the caller. */
export type Found = Omit<MadeEvidence, "producer" | "kind">;
