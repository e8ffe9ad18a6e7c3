import { z } from "zod";

/** Where a version stands, from its registration to its end. */
export const Stage = z.enum(["experimental", "staging", "production", "retired"]);
export type Stage = z.infer<typeof Stage>;

/** How much harm a model can do; decides which policy applies. In rising order. */
export const RiskTier = z.enum(["low", "medium", "high", "critical"]);
export type RiskTier = z.infer<typeof RiskTier>;

/** What a version may do in an environment. A canary has a share of the traffic; a shadow answers nobody. */
export const Use = z.enum(["shadow", "canary", "full", "batch"]);
export type Use = z.infer<typeof Use>;
