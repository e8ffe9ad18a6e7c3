import { InboxPage } from "#src/domains/notifications/inbox-page.tsx";

export default function Inbox() {
  return <InboxPage />;
}
