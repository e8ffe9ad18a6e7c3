import { OutboundError } from "@plumbline/outbound";
import type { Deps } from "../kernel/index.ts";
import { mailText } from "./mail-text.ts";
import { type ClaimedDelivery, findMailTarget } from "./store/outbox.ts";

/** Hands a notification to the mail server. Throws OutboundError. */
export async function sendMail(deps: Deps, claimed: ClaimedDelivery): Promise<null> {
  const { mail } = deps.outbound;
  if (!mail) throw new OutboundError("No mail server is configured any more (SMTP_URL).");
  const target = await deps.db.transaction({ role: "system" }, (tx) => findMailTarget(tx, claimed.notification_id ?? ""));
  if (!target) throw new OutboundError("The recipient is no member of the workspace any more.", { isPermanent: true });
  const { email, name, title, body, workspace, link } = target;
  await mail.send({
    to: { name, address: email },
    messageId: `${claimed.id}@${new URL(deps.publicUrl).hostname}`,
    ...mailText({ title, body, workspace, link: `${deps.publicUrl}${link}` }),
  });
  return null;
}
