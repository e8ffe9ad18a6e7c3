import type { SecretPlace } from "../kernel/index.ts";

/** Where the value of a secret is sealed to. */
export const secretPlace = (workspaceId: number, secretId: string): SecretPlace => ({
  column: "secret.sealed",
  workspaceId,
  rowId: secretId,
});
