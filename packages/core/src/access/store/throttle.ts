import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import type { Tx } from "@plumbline/db";

/** An account's counter, whether or not there is such an account; the e-mail itself is not kept. */
export const accountKey = (email: string): string => `account:${createHash("sha256").update(email).digest("hex")}`;

/** One household or server holds 64 bits of an IPv6 address: it counts as one client. */
export const addressKey = (address: string): string => `address:${isIPv6(address) ? networkOf(address) : address}`;

function networkOf(address: string): string {
  const [head = "", tail = ""] = (address.split("%")[0] ?? "").toLowerCase().split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail.split(":").filter(Boolean);
  const zeros = address.includes("::") ? new Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0") : [];
  const groups = [...left, ...zeros, ...right].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(":")}::/64`;
}

export interface Counter {
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
  /** Whether each attempt begins the window anew, so that only a pause of `windowMs` clears it. */
  readonly isSliding: boolean;
}

export interface Count {
  readonly failures: number;
  readonly window_ends_at: Date;
}

/**
 * Counts an attempt before it is judged, so that attempts at the same time cannot pass the limit together. Beyond the
 * limit nothing moves any more: a lock ends by itself however often it is tried.
 */
export async function countAttempt(tx: Tx, counter: Counter, now: Date): Promise<Count> {
  const end = new Date(now.getTime() + counter.windowMs);
  const row = await tx.row<Count>(
    `INSERT INTO sign_in_throttle AS t (key, failures, window_ends_at, locked_until)
     VALUES ($1, 1, $3::timestamptz, CASE WHEN $4::int <= 1 THEN $3::timestamptz END)
     ON CONFLICT (key) DO UPDATE SET (failures, window_ends_at, locked_until) = (
       SELECT n.failures, n.ends_at, CASE WHEN n.failures >= $4 THEN n.ends_at END
       FROM (SELECT
         CASE WHEN t.window_ends_at <= $2 THEN 1 ELSE LEAST(t.failures, $4) + 1 END AS failures,
         CASE WHEN t.window_ends_at > $2 AND (t.failures >= $4 OR NOT $5) THEN t.window_ends_at ELSE $3::timestamptz END AS ends_at) n)
     RETURNING failures, window_ends_at`,
    [counter.key, now, end, counter.limit, counter.isSliding],
  );
  if (!row) throw new Error("an upsert returned no row");
  return row;
}

/** The attempt was right: it does not count. */
export async function uncountAttempt(tx: Tx, key: string): Promise<void> {
  await tx.execute("UPDATE sign_in_throttle SET failures = failures - 1, locked_until = NULL WHERE key = $1 AND failures > 0", [key]);
}

/** Forgets an account's wrong passwords and its lock. */
export async function clearAttempts(tx: Tx, key: string): Promise<void> {
  await tx.execute("DELETE FROM sign_in_throttle WHERE key = $1", [key]);
}
