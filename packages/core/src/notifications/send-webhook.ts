import { OutboundError } from "@plumbline/outbound";
import { type Deps, openSecret } from "../kernel/index.ts";
import { secretPlace } from "./secret-place.ts";
import { signatureHeaders } from "./sign-webhook.ts";
import { type ClaimedDelivery, findEndpointTarget } from "./store/outbox.ts";

const gone = 410;

/** Sends an event to its endpoint and returns the status, which was one of success. Throws OutboundError. */
export async function sendWebhook(deps: Deps, claimed: ClaimedDelivery): Promise<number> {
  const { id, endpoint_id, payload, workspace_id } = claimed;
  const endpointId = endpoint_id ?? "";
  const body = payload ?? "";
  const at = deps.now();
  const target = await deps.db.transaction({ role: "system" }, (tx) => findEndpointTarget(tx, endpointId, at));
  if (!target) throw new OutboundError("The endpoint was removed.", { isPermanent: true });
  const sealed = [target.secret, ...(target.previous_secret === null ? [] : [target.previous_secret])];
  const secrets = sealed.map((text) => openSecret(deps.secretKeys, secretPlace(workspace_id, endpointId), text));
  const status = await deps.outbound.post({
    url: target.url,
    headers: {
      "content-type": "application/json",
      "user-agent": "Plumbline-Webhooks",
      ...signatureHeaders({ format: target.format, id, at, body, secrets }),
    },
    body,
  });
  if (status >= 200 && status < 300) return status;
  throw new OutboundError(refusalText(status), { status, isPermanent: status === gone });
}

function refusalText(status: number): string {
  if (status === gone) return "The receiver answered 410: it wants no more of this.";
  if (status >= 300 && status < 400) return `The receiver answered ${status}; redirects are not followed.`;
  return `The receiver answered ${status}.`;
}
