import { WebhooksPage } from "#src/domains/notifications/webhooks-page.tsx";

export default function Webhooks() {
  return <WebhooksPage />;
}
