import { setLoggedModelTags as contract } from "@plumbline/contracts/experiments/logged-model";
import { AppError, type Caller, command, type Deps, notFound, recordChanges, workspaceOf } from "../kernel/index.ts";
import * as store from "./store/logged-models.ts";

interface Registration {
  readonly modelId: string;
  /** The registered model, and the number of its version. */
  readonly name: string;
  readonly version: number;
}

const key = "mlflow.modelVersions";

/**
 * Names a registered version in the tag of its logged model, where clients look for it. The version stands without the tag
 * too: whoever may register but not tag leaves it out.
 */
export async function recordRegistration(deps: Deps, caller: Caller, registration: Registration): Promise<void> {
  if (!caller.permissions.has(contract.permission)) return;
  const { modelId, name, version } = registration;
  const record = command(contract, async (ctx) => {
    const workspaceId = workspaceOf(ctx).id;
    if (!(await store.lockLoggedModel(ctx.tx, workspaceId, modelId))) throw notFound("logged model", modelId);
    // A statement of its own: one that waited for the model would still see the tag as it was before the wait.
    const row = await store.findLoggedModel(ctx.tx, workspaceId, { modelId, withDeleted: true });
    if (!row) throw notFound("logged model", modelId);
    const model = store.toLoggedModel(row);
    const before = model.tags.find((tag) => tag.key === key)?.value;
    await store.putLoggedModelTags(ctx.tx, workspaceId, { modelId, pairs: [{ key, value: withVersion(before, { name, version }) }] });
    recordChanges(ctx.tx, workspaceId, [{ topic: "logged-model", subject: modelId, kind: "update" }]);
    return { result: model, subject: { kind: "logged-model", id: modelId } };
  });
  await record(deps, caller, { modelId, tags: [] }).catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === "not-found")) throw error;
  });
}

/** As Python prints it: clients compare the tag as text. */
function withVersion(before: string | undefined, { name, version }: { name: string; version: number }): string {
  const entry = `{"name": ${JSON.stringify(name)}, "version": ${version}}`;
  const list = /^\[(.*)\]$/s.exec(before ?? "")?.[1];
  if (!list) return `[${entry}]`;
  return list.includes(entry) ? `[${list}]` : `[${list}, ${entry}]`;
}
