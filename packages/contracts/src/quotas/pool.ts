import { z } from "zod";

export const ClaimPriority = z.enum(["low", "normal", "high"]);
export type ClaimPriority = z.infer<typeof ClaimPriority>;

/** `evicting`: it must give back what it holds, and has not yet. */
export const ClaimState = z.enum(["waiting", "admitted", "evicting", "released"]);
export type ClaimState = z.infer<typeof ClaimState>;

/** `held`: nothing new starts. `draining`: what runs is ended, too. */
export const PoolState = z.enum(["open", "held", "draining"]);
export type PoolState = z.infer<typeof PoolState>;
