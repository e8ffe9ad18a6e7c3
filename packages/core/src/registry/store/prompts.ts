import type { Tx } from "@plumbline/db";

/** Whether a model is a prompt: clients keep prompts as models with this tag. */
export async function isPromptModel(tx: Tx, workspaceId: number, model: string): Promise<boolean> {
  const row = await tx.row(
    `SELECT FROM registered_model m JOIN model_tag t ON t.workspace_id = m.workspace_id AND t.model_key = m.key
     WHERE m.workspace_id = $1 AND m.name = $2 AND t.key = 'mlflow.prompt.is_prompt' AND lower(t.value) = 'true'`,
    [workspaceId, model],
  );
  return row !== undefined;
}
