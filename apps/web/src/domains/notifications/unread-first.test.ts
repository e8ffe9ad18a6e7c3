import type { Notification } from "@plumbline/contracts/notifications";
import { expect, test } from "vitest";
import { unreadFirst } from "./unread-first.ts";

const message = (id: string, createdAt: string, readAt: string | null) => ({ id, createdAt, readAt }) as Notification;

test("unread comes before read, and the newest before the older", () => {
  const messages = [
    message("read new", "2026-09-03T00:00:00Z", "2026-09-04T00:00:00Z"),
    message("old", "2026-09-01T00:00:00Z", null),
    message("new", "2026-09-02T00:00:00Z", null),
  ];
  expect(unreadFirst(messages).map(({ id }) => id)).toEqual(["new", "old", "read new"]);
});
