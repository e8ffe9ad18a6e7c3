import { z } from "zod";

export const ClaimPriority = z.enum(["low", "normal", "high"]);
export type ClaimPriority = z.infer<typeof ClaimPriority>;

/** `evicting`: it must give back what it holds, and has not yet. */
export const ClaimState = z.enum(["waiting", "admitted", "evicting", "released"]);
export type ClaimState = z.infer<typeof ClaimState>;

/** `held`: nothing new starts. `draining`: what runs is ended, too. */
export const PoolState = z.enum(["open", "held", "draining"]);
export type PoolState = z.infer<typeof PoolState>;

/** What a pool counts: GPUs of one flavour or slices of one profile, or cores. */
export const PoolResource = z.enum(["gpu", "cpu"]);
export type PoolResource = z.infer<typeof PoolResource>;

/** Whether a head that does not fit lets others of its queue pass. */
export const QueueingStrategy = z.enum(["best-effort-fifo", "strict-fifo"]);
/** Whose claims give back what they borrowed when its owner comes. */
export const ReclaimPolicy = z.enum(["never", "lower-priority", "any"]);
/** Which claims of the same workspace make room for one of its own. */
export const PreemptionPolicy = z.enum(["never", "lower-priority", "lower-or-newer-equal"]);

export const Currency = z.string().regex(/^[A-Z]{3}$/, "three capital letters such as EUR");
export const Money = z.object({ amount: z.number(), currency: z.string() });
export type Money = z.infer<typeof Money>;

/** What one unit costs for an hour. */
export const Rate = z.object({ perUnitHour: z.number(), currency: z.string() });

/** `busy`: some kernel ran on the GPU (NVML). `sm-active`: how much of it was active (DCGM). The two are never added together. */
export const UseMeasure = z.enum(["busy", "sm-active"]);
export type UseMeasure = z.infer<typeof UseMeasure>;

/** Capacity of one resource in one place. */
export const Pool = z.object({
  id: z.uuid(),
  name: z.string(),
  title: z.string(),
  /** Name of the cluster; null for the machine that Plumbline runs on. */
  cluster: z.string().nullable(),
  resource: PoolResource,
  flavour: z.string(),
  /** Profile of the slices that are counted; null for whole GPUs. */
  mig: z.string().nullable(),
  capacity: z.number(),
  state: PoolState,
  stateReason: z.string().nullable(),
  rate: Rate.nullable(),
});
export type Pool = z.infer<typeof Pool>;
