import { setTimeout as delay } from "node:timers/promises";

const waitMs = 120_000;

/** Looks again and again until there is something; `logs` says what was going on where there never is. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, logs: () => Promise<string>): Promise<T> {
  const deadline = Date.now() + waitMs;
  while (true) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${waitMs / 1000} s\n${await logs()}`);
    await delay(200);
  }
}
