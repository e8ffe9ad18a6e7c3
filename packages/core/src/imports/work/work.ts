import { AppError, type Caller, type Ctx, type Deps, translate } from "../../kernel/index.ts";
import { systemContext } from "../../workspaces/index.ts";
import type { MlflowSource } from "../source/mlflow-source.ts";
import { SourceFailure } from "../source/source-failure.ts";
import type { Checks } from "./checks.ts";
import type { Reporter } from "./reporter.ts";

/** What every part of an import works with. */
export interface Work {
  readonly deps: Deps;
  /** Whoever asked for the import: what it makes is theirs. */
  readonly caller: Caller;
  readonly workspaceId: number;
  readonly importId: string;
  readonly sourceKey: number;
  readonly address: string;
  readonly source: MlflowSource;
  readonly reporter: Reporter;
  readonly checks: Checks;
  /** Names of the experiments that are wanted; null for everything. */
  readonly wanted: ReadonlySet<string> | null;
}

/** A transaction in the name of whoever asked for the import. */
export const asImporter = <R>({ deps, caller, workspaceId }: Work, work: (ctx: Ctx) => Promise<R>): Promise<R> =>
  systemContext(deps, workspaceId, (ctx) => work({ ...ctx, ...caller, workspace: ctx.workspace }));

/** Why one thing could not be brought, where the others may; anything else is thrown on. */
export function reasonOf(error: unknown): string {
  const known = translate(error);
  if (known instanceof SourceFailure && known.status !== null && known.status !== 401) return known.message;
  if (known instanceof SourceFailure && known.status === null && !known.mayPass) return known.message;
  if (known instanceof AppError && known.code !== "unavailable" && known.code !== "internal") return known.message;
  throw error;
}
