/** How long sessions last and how wrong passwords are answered. */
export interface AccessPolicy {
  /** A session that was not used for so long ends. */
  readonly sessionIdleMs: number;
  /** A session ends so long after sign-in, used or not. */
  readonly sessionLifetimeMs: number;
  /** Wrong passwords in a row that lock an account, whether or not it exists. */
  readonly lockAttempts: number;
  readonly lockMs: number;
  /** Wrong passwords that one client address may send in a window; 0 lifts the limit. */
  readonly addressFailures: number;
  readonly addressWindowMs: number;
}

const minuteMs = 60_000;

/** As the configuration has it when nothing is set. */
export const defaultAccessPolicy: AccessPolicy = {
  sessionIdleMs: 720 * minuteMs,
  sessionLifetimeMs: 20_160 * minuteMs,
  lockAttempts: 10,
  lockMs: 15 * minuteMs,
  addressFailures: 20,
  addressWindowMs: minuteMs,
};
