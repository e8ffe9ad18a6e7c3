import type { Notification } from "@plumbline/contracts/notifications";

/** What is unread comes first; within both the newest does. */
export function unreadFirst(messages: readonly Notification[]): Notification[] {
  const newest = [...messages].sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  return [...newest.filter(({ readAt }) => readAt === null), ...newest.filter(({ readAt }) => readAt !== null)];
}
