import { recordChanges, type TaskContext } from "../kernel/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { endFailed, endSucceeded } from "./end-production.ts";
import { produce } from "./producers/produce.ts";
import { failureOf } from "./production-failure.ts";
import { openReporter } from "./production-reporter.ts";
import { productionChange } from "./production-view.ts";
import { startsMax } from "./starts-max.ts";
import { findVersionByRef } from "./store/evidence.ts";
import { beginProduction, findProduction, type ProductionRow } from "./store/productions.ts";
import { releaseEnded } from "./use-up-upload.ts";
import { type BoundVersion, bound } from "./version-subject.ts";

interface Begun {
  readonly row: ProductionRow;
  readonly version: BoundVersion | undefined;
}

/** Makes the evidence of one production. Run again, by whomever and whenever, it makes no second one. */
export async function runProduction(context: TaskContext, { productionId }: { readonly productionId: string }): Promise<void> {
  const { deps } = context;
  const workspaceId = context.workspaceId ?? 0;
  const begun = await begin(context, productionId);
  if (begun) await make(context, begun);
  // Also of one that was stopped before it began, or whose worker died between its end and this.
  const ended = await systemContext(deps, workspaceId, (ctx) => findProduction(ctx.tx, workspaceId, productionId));
  if (ended) await releaseEnded(deps, workspaceId, ended);
}

function begin({ deps, workspaceId: of }: TaskContext, id: string): Promise<Begun | undefined> {
  const workspaceId = of ?? 0;
  return systemContext(deps, workspaceId, async (ctx) => {
    const row = await beginProduction(ctx.tx, workspaceId, id);
    if (!row) return;
    const found = await findVersionByRef(ctx.tx, workspaceId, row.subject_ref);
    if (found) recordChanges(ctx.tx, workspaceId, [productionChange(found, row)]);
    return { row, version: found && bound(found) };
  });
}

async function make(context: TaskContext, { row, version }: Begun): Promise<void> {
  const { deps } = context;
  const workspaceId = context.workspaceId ?? 0;
  if (!version) return endFailed(context, row, "The version was removed.");
  if (row.starts > startsMax)
    return endFailed(context, row, `The worker ended ${startsMax} times while it made this, so it is not tried again.`);
  const reporter = openReporter(context, version, row);
  const { signal, tell } = reporter;
  try {
    const read = <R>(work: Parameters<typeof systemContext<R>>[2]): Promise<R> => systemContext(deps, workspaceId, work);
    const found = await produce({ deps, workspaceId, subject: version, input: row.input, signal, read, tell });
    signal.throwIfAborted();
    await reporter.close();
    await endSucceeded(context, { row, version, found });
  } catch (error) {
    await reporter.close();
    if (reporter.isStopped()) return;
    const failure = failureOf(error, context.signal);
    if (failure.mayPass && row.starts < startsMax) throw error;
    if (failure.isUnexpected) deps.logger.error({ err: error, production: row.id, kind: row.kind }, "evidence could not be made");
    await endFailed(context, row, failure.message);
  }
}
