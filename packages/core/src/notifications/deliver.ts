import { z } from "zod";
import { defineTask } from "../kernel/index.ts";

/** Sends what is due, by e-mail and to webhook endpoints: asked for by whoever writes something, and every half minute. */
export const deliverNotifications = defineTask({
  name: "notifications.deliver",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 120_000,
  everyMs: 30_000,
  handler: async () => (await import("./deliver-due.ts")).deliverDue,
});
