import type { ProduceInput } from "@plumbline/contracts/evidence/evidence";
import canonicalize from "canonicalize";
import { type Actor, AppError, type Ctx, recordChanges, uuidv7, workspaceOf } from "../kernel/index.ts";
import { requestProduction } from "./produce-task.ts";
import { productionChange } from "./production-view.ts";
import { changeProduction, findProduction, findUnfinished, insertProduction, lockAsking, type ProductionRow } from "./store/productions.ts";
import type { BoundVersion } from "./version-subject.ts";

interface Queued {
  readonly row: ProductionRow;
  readonly isNew: boolean;
}

type Requester = Pick<Actor, "kind" | "id">;

/** Who asked, as a row keeps it. Nobody anonymous has the permission to. */
export const requestedBy = ({ kind, id }: Requester): Pick<ProductionRow, "requested_by" | "requested_by_kind"> => ({
  requested_by: id,
  requested_by_kind: kind === "anonymous" ? "system" : kind,
});

interface Asked {
  readonly input: ProduceInput;
  readonly by: Requester;
}

/** One unfinished production of a kind to a version: who asks for the same again is answered with it. */
export async function queueProduction(ctx: Ctx, subject: BoundVersion, asked: Asked): Promise<Queued> {
  const { id: workspaceId } = workspaceOf(ctx);
  const of = { subjectRef: subject.ref, kind: asked.input.kind };
  await lockAsking(ctx.tx, workspaceId, of);
  const unfinished = await findUnfinished(ctx.tx, workspaceId, of);
  if (unfinished) {
    if (canonicalize(unfinished.input) !== canonicalize(asked.input)) throw isBusy();
    return { row: unfinished, isNew: false };
  }
  const id = uuidv7(ctx.now.getTime());
  const made = { id, subject_ref: subject.ref, kind: asked.input.kind, ...requestedBy(asked.by), requested_at: ctx.now };
  await insertProduction(ctx.tx, workspaceId, { ...made, input: asked.input });
  const row = await findProduction(ctx.tx, workspaceId, id);
  if (!row) throw new Error("a production that was written is not there");
  recordChanges(ctx.tx, workspaceId, [productionChange(subject, row)]);
  ctx.later?.push(requestProduction(id));
  return { row, isNew: true };
}

/** Begins one anew because what it is made from changed; an unfinished one is stopped. */
export async function replaceProduction(ctx: Ctx, subject: BoundVersion, asked: Asked): Promise<void> {
  const { id: workspaceId } = workspaceOf(ctx);
  const of = { subjectRef: subject.ref, kind: asked.input.kind };
  await lockAsking(ctx.tx, workspaceId, of);
  const unfinished = await findUnfinished(ctx.tx, workspaceId, of);
  if (unfinished) {
    const stopped = {
      ...unfinished,
      state: "cancelled",
      message: "What it is made from was changed: it is made anew",
      at: ctx.now,
    } as const;
    if (await changeProduction(ctx.tx, workspaceId, stopped)) recordChanges(ctx.tx, workspaceId, [productionChange(subject, stopped)]);
  }
  await queueProduction(ctx, subject, asked);
}

const isBusy = (): AppError =>
  new AppError("conflict", "Evidence of this kind is being made for this version from something else. Wait until it is done, or stop it.", {
    params: { reason: "production-running" },
  });
