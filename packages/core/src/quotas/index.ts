export { admitWaiting } from "./admit-waiting.ts";
export type { Holder, PlacedHolder } from "./claim.ts";
export { type ClaimRequest, claimOf, holdClaim, queueClaim, type ReleaseCause, releaseClaim, setClaimPriority } from "./claims.ts";
export { ensureLocalPools, type Machine } from "./local-pools.ts";
export { type Placement, placeJob } from "./place-job.ts";
export type { ClaimRow } from "./store/claims.ts";
