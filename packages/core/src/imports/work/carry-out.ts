import type { Permission } from "@plumbline/contracts/permissions";
import { OutboundError } from "@plumbline/outbound";
import { namesOfActors } from "../../access/index.ts";
import { AppError, type Caller, recordAct, type TaskContext, translate } from "../../kernel/index.ts";
import { systemContext } from "../../workspaces/index.ts";
import { importChange } from "../import-view.ts";
import { openSignIn, secretPlace } from "../secret-place.ts";
import type { SourceExperiment } from "../source/entities.ts";
import { openMlflow } from "../source/mlflow-source.ts";
import { openCalls } from "../source/source-calls.ts";
import { SourceFailure } from "../source/source-failure.ts";
import { beginImport, endImport, findImport, type ImportRow } from "../store/imports.ts";
import { clearProblems } from "../store/problems.ts";
import { bringAll } from "./bring-all.ts";
import { openChecks } from "./checks.ts";
import { preview } from "./preview.ts";
import { openReporter, type Reporter } from "./reporter.ts";
import type { Work } from "./work.ts";

interface Begun {
  readonly row: ImportRow;
  readonly caller: Caller;
}

/** Carries out one import. Run again, by whomever and whenever, it goes on where it was. */
export async function carryOut(context: TaskContext, { importId }: { readonly importId: string }): Promise<void> {
  const begun = await begin(context, importId);
  if (!begun) return;
  const reporter = openReporter(context, importId);
  try {
    await work(context, begun, reporter);
    await reporter.close();
    await end(context, begun, { state: "done", isComplete: !reporter.hasLosses(), failure: null });
  } catch (error) {
    await reporter.close().catch(() => undefined);
    // Somebody may have begun it again meanwhile, whose task this is then.
    if (reporter.isStopped()) return carryOut(context, { importId });
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    await end(context, begun, { state: "interrupted", isComplete: null, failure });
  }
}

/** What an import may do in the name of whoever asked for it: its own permission stands for these. */
const granted: readonly Permission[] = [
  "experiment:read",
  "experiment:write",
  "run:read",
  "run:write",
  "artifact:read",
  "artifact:write",
  "registry:read",
  "registry:write",
];

function begin({ deps, workspaceId: of }: TaskContext, importId: string): Promise<Begun | undefined> {
  const workspaceId = of ?? 0;
  return systemContext(deps, workspaceId, async (ctx) => {
    if (!(await beginImport(ctx.tx, workspaceId, { id: importId, now: ctx.now }))) return;
    await clearProblems(ctx.tx, workspaceId, importId);
    const row = await findImport(ctx.tx, workspaceId, importId);
    if (!row) return;
    const names = await namesOfActors(ctx, [row.requested_by]);
    const { requested_by: id, requested_by_kind: kind } = row;
    const actor = { kind, id, name: names.get(id) ?? id, via: "internal", credentialId: null } as const;
    const { tx: _tx, deps: _deps, now: _now, later: _later, ...own } = ctx;
    return {
      row,
      caller: { ...own, actor, permissions: new Set(granted), requestId: `import-${importId}` },
    };
  });
}

async function work({ deps, workspaceId: of }: TaskContext, { row, caller }: Begun, reporter: Reporter): Promise<void> {
  const signIn = openSignIn(deps.secretKeys, secretPlace(of ?? 0, row.id), row.sealed);
  const outside = deps.outbound.openSource(row.address);
  try {
    const source = openMlflow(openCalls(outside, signIn, reporter.signal));
    const wanted = row.experiments.length === 0 ? null : new Set(row.experiments);
    const checks = openChecks(reporter);
    const { address, id: importId, source_key: sourceKey } = row;
    const all: Work = { deps, caller, workspaceId: of ?? 0, importId, sourceKey, address, source, reporter, checks, wanted };
    reporter.version(await source.version());
    const experiments = await readExperiments(all);
    if (row.is_preview) await preview(all, experiments);
    else await bringAll(all, experiments);
  } finally {
    outside.close();
  }
}

/** Those that are wanted; one that is not there is told of. */
async function readExperiments({ source, wanted, reporter }: Work): Promise<SourceExperiment[]> {
  const found: SourceExperiment[] = [];
  for await (const page of source.experiments()) found.push(...page.filter(({ name }) => wanted === null || wanted.has(name)));
  for (const name of wanted ?? [])
    if (!found.some((experiment) => experiment.name === name))
      reporter.problem("experiment", name, "The source has no experiment of this name.");
  // In the order in which they were made, so that of two names that are one here the older keeps it.
  return found.sort((left, right) => (left.creation_time ?? 0) - (right.creation_time ?? 0));
}

interface End {
  readonly state: "done" | "interrupted";
  readonly isComplete: boolean | null;
  readonly failure: string | null;
}

async function end({ deps, workspaceId: of }: TaskContext, { row, caller }: Begun, { state, isComplete, failure }: End): Promise<void> {
  const workspaceId = of ?? 0;
  await systemContext(deps, workspaceId, async (ctx) => {
    if (!(await endImport(ctx.tx, workspaceId, { id: row.id, state, isComplete, failure, now: ctx.now }))) return;
    const { counts, problems, notes } = (await findImport(ctx.tx, workspaceId, row.id)) ?? row;
    const subject = { kind: "import", id: row.id };
    const after = { address: row.address, isPreview: row.is_preview, state, isComplete, counts, problems, notes };
    recordAct(ctx.tx, caller, {
      audit: { action: "imports.import.end", outcome: "done", subject, after },
      changes: [importChange(row.id, state)],
      now: ctx.now,
    });
  });
}

/** Why it stopped, where another try at once would not do better; undefined where the task should be tried again. */
function failureOf(error: unknown): string | undefined {
  if (error instanceof SourceFailure || error instanceof OutboundError) return error.message;
  const known = translate(error);
  return known instanceof AppError && known.code !== "unavailable" ? known.message : undefined;
}
