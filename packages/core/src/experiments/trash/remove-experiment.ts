import { removeFiles } from "../../artifacts/index.ts";
import type { Deps } from "../../kernel/index.ts";
import { unlink } from "../../lineage/index.ts";
import { removeEmptyExperiment } from "../store/trash.ts";

/** Removes a deleted experiment without runs, with models that no run made; whether it did. */
export function removeExperiment(
  deps: Deps,
  { workspaceId, experimentId }: { workspaceId: number; experimentId: number },
): Promise<boolean> {
  return deps.db.transaction({ role: "retention" }, async (tx) => {
    const models = await removeEmptyExperiment(tx, workspaceId, experimentId);
    if (!models) return false;
    await removeFiles(
      tx,
      workspaceId,
      models.map((model) => model.artifact_uri),
    );
    await unlink(
      tx,
      workspaceId,
      models.map(({ model_id: id }) => ({ kind: "logged-model", id })),
    );
    return true;
  });
}
