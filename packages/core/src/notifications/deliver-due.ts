import { OutboundError } from "@plumbline/outbound";
import type { Deps, TaskContext } from "../kernel/index.ts";
import { attemptsMax, pauseAfterMs } from "./retry-schedule.ts";
import { sendMail } from "./send-mail.ts";
import { sendWebhook } from "./send-webhook.ts";
import { type AttemptEnd, type ClaimedDelivery, claimDeliveries, settleDelivery } from "./store/outbox.ts";

/** Attempts of this process that are under way at once, and of all processes to one endpoint and to the mail server. */
const atOnce = 64;
const perEndpoint = 4;
const mails = 4;
/** Longer than any attempt lasts. */
const leaseMs = 120_000;
const system = { role: "system" } as const;

/** Sends until nothing is due or the task's time is over; what is under way then is ended first. */
export async function deliverDue({ deps, signal }: Pick<TaskContext, "deps" | "signal">): Promise<void> {
  const underway = new Set<Promise<void>>();
  while (true) {
    for (const claimed of signal.aborted ? [] : await claim(deps, atOnce - underway.size)) {
      const attempt = deliver(deps, claimed).finally(() => underway.delete(attempt));
      underway.add(attempt);
    }
    if (underway.size === 0) return;
    await Promise.race(underway);
  }
}

function claim(deps: Deps, limit: number): Promise<ClaimedDelivery[]> {
  const now = deps.now();
  const leaseUntil = new Date(now.getTime() + leaseMs);
  return deps.db.transaction(system, (tx) => claimDeliveries(tx, { now, leaseUntil, limit, perEndpoint, mails }));
}

/** One attempt, outside any transaction, and what became of it. Never throws: the lease gives the delivery back. */
async function deliver(deps: Deps, claimed: ClaimedDelivery): Promise<void> {
  const { id, channel, attempts } = claimed;
  try {
    const end = await attempt(deps, claimed);
    await deps.db.transaction(system, (tx) => settleDelivery(tx, claimed, end));
    deps.logger.info({ delivery: id, channel, attempts, state: end.state, status: end.status }, "a delivery was attempted");
  } catch (error) {
    deps.logger.error({ err: error, delivery: id, channel }, "the end of a delivery's attempt could not be written");
  }
}

async function attempt(deps: Deps, claimed: ClaimedDelivery): Promise<AttemptEnd> {
  try {
    const status = claimed.channel === "email" ? await sendMail(deps, claimed) : await sendWebhook(deps, claimed);
    return { state: "sent", nextAttemptAt: null, status, error: null, now: deps.now() };
  } catch (error) {
    return failedAttempt(deps, claimed, error);
  }
}

function failedAttempt(deps: Deps, claimed: ClaimedDelivery, error: unknown): AttemptEnd {
  const known = error instanceof OutboundError ? error : undefined;
  if (!known) deps.logger.error({ err: error, delivery: claimed.id }, "a delivery could not be attempted");
  const now = deps.now();
  const told = { status: known?.status ?? null, error: known?.message ?? "The platform could not send it; its log says why.", now };
  if (known?.isPermanent || claimed.attempts >= attemptsMax) return { state: "dead", nextAttemptAt: null, ...told };
  return { state: "failed", nextAttemptAt: new Date(now.getTime() + pauseAfterMs(claimed.attempts)), ...told };
}
