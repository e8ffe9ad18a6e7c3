import type { Tx } from "@plumbline/db";
import { AppError, type Deps } from "../kernel/index.ts";
import { verifyPassword } from "./password.ts";
import { stateOf } from "./process-state.ts";
import { accountKey, addressKey, type Count, type Counter, countAttempt, uncountAttempt } from "./store/throttle.ts";
import { type AccountRow, findAccountByEmail } from "./store/users.ts";

interface Attempt {
  readonly email: string;
  readonly password: string;
  readonly address: string | null;
}

/** What came of a password that was shown. */
export interface Judgement {
  readonly account: AccountRow | undefined;
  readonly isRight: boolean;
  /** When the account's lock ends, if this was the wrong password that locked it. */
  readonly lockedUntil: Date | null;
}

/**
 * Counts the attempt, then compares. An unknown e-mail is counted, takes as long and looks the same as a wrong
 * password. Throws `rate-limited` without comparing once an account is locked or an address has failed too often.
 * No connection is held while the password is hashed.
 */
export async function judgePassword(deps: Deps, attempt: Attempt): Promise<Judgement> {
  const { lockAttempts, lockMs } = stateOf(deps).policy;
  const now = deps.now();
  const { account, ofAccount, ofAddress } = await deps.db.transaction({ role: "system" }, async (tx) => ({
    ofAccount: await countAttempt(tx, { key: accountKey(attempt.email), limit: lockAttempts, windowMs: lockMs, isSliding: true }, now),
    ofAddress: await countAddress(tx, deps, attempt.address),
    account: await findAccountByEmail(tx, attempt.email),
  }));
  refuseBeyond(ofAddress, { limit: stateOf(deps).policy.addressFailures, now, detail: "Too many wrong passwords came from your address." });
  refuseBeyond(ofAccount, {
    limit: lockAttempts,
    now,
    detail:
      "This account is locked after too many wrong passwords. The lock ends by itself; an administrator of the platform can end it sooner by a password reset.",
  });
  const isRight = await verifyPassword(account?.password_hash ?? null, attempt.password);
  return {
    account,
    isRight: isRight && account?.is_disabled === false,
    lockedUntil: ofAccount.failures >= lockAttempts ? ofAccount.window_ends_at : null,
  };
}

/** The attempt was right after all: it does not count against the address. */
export async function forgiveAddress(tx: Tx, address: string | null): Promise<void> {
  if (address !== null) await uncountAttempt(tx, addressKey(address));
}

function countAddress(tx: Tx, deps: Deps, address: string | null): Promise<Count> | undefined {
  const { addressFailures, addressWindowMs } = stateOf(deps).policy;
  if (address === null || addressFailures === 0) return undefined;
  const counter: Counter = { key: addressKey(address), limit: addressFailures, windowMs: addressWindowMs, isSliding: false };
  return countAttempt(tx, counter, deps.now());
}

function refuseBeyond(count: Count | undefined, rule: { limit: number; now: Date; detail: string }): void {
  if (!count || count.failures <= rule.limit) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((count.window_ends_at.getTime() - rule.now.getTime()) / 1000));
  throw new AppError("rate-limited", `${rule.detail} Try again in ${inWords(retryAfterSeconds)}.`, {
    params: { retryAfterSeconds, reason: "sign-in-throttled" },
  });
}

const inWords = (seconds: number): string => (seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`);
