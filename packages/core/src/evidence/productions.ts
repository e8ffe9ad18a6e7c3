import * as contract from "@plumbline/contracts/evidence/evidence";
import { AppError, command, notFound, query, recordChanges, workspaceOf } from "../kernel/index.ts";
import { productionChange, toProductions } from "./production-view.ts";
import { findVersionByRef, findVersionSubject } from "./store/evidence.ts";
import { changeProduction, findProduction, selectProductions } from "./store/productions.ts";
import { refOf, versionNameOf } from "./version-subject.ts";

const dayMs = 86_400_000;

export const listProductions = query(contract.listProductions, async (ctx, name) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const subject = await findVersionSubject(ctx.tx, workspaceId, name);
  if (!subject) throw notFound("model version", versionNameOf(name));
  const since = new Date(ctx.now.getTime() - dayMs);
  const rows = await selectProductions(ctx.tx, workspaceId, { subjectRef: refOf(subject), since });
  return { items: await toProductions(ctx, subject, rows) };
});

export const cancelProduction = command(contract.cancelProduction, async (ctx, { productionId: id }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const row = await findProduction(ctx.tx, workspaceId, id);
  const version = row && (await findVersionByRef(ctx.tx, workspaceId, row.subject_ref));
  if (!(row && version)) throw notFound("production", id);
  const cancelled = { ...row, state: "cancelled", message: "Stopped", at: ctx.now } as const;
  if (!(await changeProduction(ctx.tx, workspaceId, cancelled))) {
    throw new AppError("conflict", "It has ended already; there is nothing to stop.", { params: { reason: "production-ended" } });
  }
  recordChanges(ctx.tx, workspaceId, [productionChange(version, cancelled)]);
  return {
    result: {},
    subject: { kind: "model-version", id: versionNameOf(version) },
    after: { production: id, kind: row.kind },
    changes: [],
  };
});
