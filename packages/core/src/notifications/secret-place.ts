import type { SecretPlace } from "../kernel/index.ts";

/** Where an endpoint's secrets are sealed to. The previous one stays sealed as what it was. */
export const secretPlace = (workspaceId: number, endpointId: string): SecretPlace => ({
  column: "webhook_endpoint.secret",
  workspaceId,
  rowId: endpointId,
});
