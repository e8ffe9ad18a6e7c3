import * as contract from "@plumbline/contracts/imports";
import { AppError, type Ctx, command, notFound, uuidv7, workspaceOf } from "../kernel/index.ts";
import { requestCarryOut } from "./import-task.ts";
import { importChange, toImports, waitingProgress } from "./import-view.ts";
import { sealSignIn, secretPlace } from "./secret-place.ts";
import * as store from "./store/imports.ts";

export const startImport = command(contract.startImport, async (ctx, { address: given, signIn, experiments = [], isPreview }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const address = checkAddress(ctx, given);
  const sourceKey = await store.ensureSource(ctx.tx, workspaceId, address);
  await refuseSecond(ctx, sourceKey);
  const id = uuidv7(ctx.now.getTime());
  await store.insertImport(ctx.tx, workspaceId, {
    id,
    source_key: sourceKey,
    is_preview: isPreview,
    sign_in: signIn.kind,
    sealed: sealSignIn(ctx.deps.secretKeys, secretPlace(workspaceId, id), signIn),
    experiments: [...new Set(experiments)],
    progress: waitingProgress,
    requested_by: ctx.actor.id,
    requested_by_kind: ctx.actor.kind === "anonymous" ? "system" : ctx.actor.kind,
    requested_at: ctx.now,
  });
  return {
    result: await readImport(ctx, id),
    subject: { kind: "import", id },
    after: { address, isPreview, signIn: signIn.kind, experiments },
    tasks: [requestCarryOut(id)],
  };
});

export const runImport = command(contract.runImport, async (ctx, { importId: id, experiments, signIn }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const row = await store.lockImport(ctx.tx, workspaceId, id);
  if (!row) throw notFound("import", id);
  if (row.state === "queued" || row.state === "running")
    throw new AppError("conflict", "It runs already. Stop it first, or wait until it has ended.", { params: { reason: "import-running" } });
  checkAddress(ctx, row.address);
  await refuseSecond(ctx, row.source_key);
  const wanted = experiments === undefined ? row.experiments : (experiments ?? []);
  await store.requeueImport(ctx.tx, workspaceId, {
    id,
    experiments: [...new Set(wanted)],
    signIn: signIn?.kind ?? row.sign_in,
    sealed: signIn ? sealSignIn(ctx.deps.secretKeys, secretPlace(workspaceId, id), signIn) : row.sealed,
    progress: waitingProgress,
  });
  return {
    result: await readImport(ctx, id),
    subject: { kind: "import", id },
    before: { state: row.state, isPreview: row.is_preview },
    after: { address: row.address, experiments: wanted },
    tasks: [requestCarryOut(id)],
  };
});

export const cancelImport = command(contract.cancelImport, async (ctx, { importId: id }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const row = await store.lockImport(ctx.tx, workspaceId, id);
  if (!row) throw notFound("import", id);
  const ended = { id, state: "cancelled", isComplete: null, failure: null, now: ctx.now } as const;
  if (!(await store.endImport(ctx.tx, workspaceId, ended)))
    throw new AppError("conflict", "It has ended already; there is nothing to stop.", { params: { reason: "import-ended" } });
  return {
    result: await readImport(ctx, id),
    subject: { kind: "import", id },
    before: { state: row.state },
    after: { state: "cancelled", counts: row.counts },
    changes: [importChange(id, "cancel")],
  };
});

/** One import at a time writes what comes from a source. */
async function refuseSecond(ctx: Ctx, sourceKey: number): Promise<void> {
  const { id: workspaceId } = workspaceOf(ctx);
  await store.lockSource(ctx.tx, workspaceId, sourceKey);
  const unfinished = await store.findUnfinished(ctx.tx, workspaceId, sourceKey);
  if (!unfinished) return;
  throw new AppError("conflict", "An import from this address waits or runs already. Follow that one, or stop it.", {
    params: { reason: "import-running", importId: unfinished.id },
  });
}

/** The address in its one form: without a path's slash at its end, and nothing else than scheme, host, port and path. */
function checkAddress(ctx: Ctx, text: string): string {
  const why = ctx.deps.outbound.whySourceRefused(text);
  const refuse = (detail: string) =>
    new AppError("invalid", detail, { params: { reason: "import-address" }, fields: [{ path: "address", message: detail }] });
  if (why !== undefined) throw refuse(why);
  const url = new URL(text);
  if (url.search !== "" || url.hash !== "") throw refuse("The address may have no question mark and no #. Give that of the server alone.");
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

async function readImport(ctx: Ctx, id: string): Promise<contract.Import> {
  const row = await store.findImport(ctx.tx, workspaceOf(ctx).id, id);
  const [made] = row ? await toImports(ctx, [row]) : [];
  if (!made) throw notFound("import", id);
  return made;
}
