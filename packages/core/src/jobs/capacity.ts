import type { Ctx } from "../kernel/index.ts";
import type { ClaimState } from "./rules/facts.ts";

export interface Placement {
  readonly executor: "local" | "kubernetes";
  readonly clusterId: string | null;
  readonly poolId: string | null;
}

export const placeSpec = async (_ctx: Ctx): Promise<Placement> => ({ executor: "local", clusterId: null, poolId: null });

export const claimStateOf = (): ClaimState => "admitted";
