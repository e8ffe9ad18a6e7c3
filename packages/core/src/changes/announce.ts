import type { Database } from "@plumbline/db";
import * as store from "./store.ts";

const quietMs = 50;

/**
 * Tells other processes that changes were written: at most one NOTIFY in 50 ms. It is a hint, never the news itself;
 * readers that miss it find the rows at their next look.
 */
export function createAnnouncer(db: Database): { announce: () => void; close: () => void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    announce() {
      timer ??= setTimeout(() => {
        timer = undefined;
        db.transaction({ role: "system" }, store.notify).catch(() => undefined);
      }, quietMs);
    },
    close: () => clearTimeout(timer),
  };
}
