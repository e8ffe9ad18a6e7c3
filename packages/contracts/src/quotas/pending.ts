import { z } from "zod";
import { Instant } from "#src/page.ts";

/** When something that waits begins: 8 in 10 of those that stood alike began between `from` and `to`. */
export const StartForecast = z.object({
  from: Instant,
  middle: Instant,
  to: Instant,
  basis: z.object({
    /** Waits it was made from. */
    count: z.int(),
    /** What they have in common with this one, in words. */
    alike: z.string(),
    /** Minutes waited, in bins of equal width from 0. */
    histogram: z.object({ binMinutes: z.number(), counts: z.array(z.int()) }),
    withinInterval: z.int(),
  }),
  /** How often earlier forecasts of this queue held, of the last 100; null before 20. */
  record: z.object({ held: z.int(), of: z.int(), medianMissMinutes: z.number().nullable() }).nullable(),
  computedAt: Instant,
});
export type StartForecast = z.infer<typeof StartForecast>;

/** When something that runs ends, from how long those alike ran. */
export const EndForecast = z.object({
  /** 8 in 10 of those that ran as long as it has by now ended between `from` and `to`; null with fewer than 5 of them. */
  span: z.object({ from: Instant, middle: Instant, to: Instant }).nullable(),
  /** How many of those alike ran as long as it has by now, of at most 50 that were looked at. */
  count: z.int(),
  /** What they have in common with it, in words. */
  alike: z.string(),
  /** Then its time limit ends it. */
  latest: Instant,
});
export type EndForecast = z.infer<typeof EndForecast>;

/** Who holds capacity that is waited for. Of other workspaces only sums are known. */
export const Holder = z.object({
  workspace: z.string(),
  isOwn: z.boolean(),
  /** A job of the viewer's workspace; null for the sum of another workspace. */
  job: z.object({ id: z.uuid(), title: z.string(), isMine: z.boolean() }).nullable(),
  jobs: z.int(),
  amount: z.number(),
  borrowed: z.number(),
  /** When it is expected to be free; null where nothing is known. */
  expectedEnd: z.object({ from: Instant, to: Instant }).nullable(),
  /** What becomes of it then: "the job ahead takes them", "yours". */
  afterwards: z.string(),
});
export type Holder = z.infer<typeof Holder>;

/** One workspace's part of a pool. */
export const PoolShare = z.object({
  workspace: z.string(),
  isOwn: z.boolean(),
  /** No workspace, but what is guaranteed to none: it uses nothing, what of it is used is lent to those who borrow. */
  isShared: z.boolean(),
  guaranteed: z.number(),
  used: z.number(),
  borrowed: z.number(),
  freeToLend: z.number(),
  waiting: z.int(),
});
export type PoolShare = z.infer<typeof PoolShare>;

/** Something that would start the job sooner, checked against the queue as it is. */
export const Remedy = z.object({
  kind: z.enum(["switch-flavour", "fewer-gpus", "suspend-own", "raise-priority", "request-quota", "raise-budget"]),
  title: z.string(),
  detail: z.string(),
  effect: z.string(),
  /** Null where it cannot be done now; `effect` says why. */
  action: z
    .object({ jobId: z.uuid().optional(), flavour: z.string().optional(), gpus: z.int().optional(), pool: z.string().optional() })
    .nullable(),
});
export type Remedy = z.infer<typeof Remedy>;

/** Why something waits, and until when. */
export const Pending = z.object({
  /** "Waiting for 4 h100: credit-risk uses all 16 it is guaranteed, and only 3 of the pool's 64 are free to borrow." */
  headline: z.string(),
  detail: z.string(),
  blocking: z.object({
    kind: z.enum(["quota", "capacity", "budget", "hold", "topology", "executor", "backoff", "admission-check", "unknown"]),
    resource: z.string(),
    needed: z.number(),
    available: z.number(),
    pool: z.string().nullable(),
  }),
  position: z.object({ of: z.int(), at: z.int(), queue: z.string() }).nullable(),
  waitedSeconds: z.number(),
  /** 10th and 90th percentile of waits here, in seconds; null where too few are known. */
  usualWait: z.object({ from: z.number(), to: z.number() }).nullable(),
  forecast: StartForecast.nullable(),
  /** Why there is no forecast. */
  forecastNote: z.string().nullable(),
  holders: z.array(Holder),
  shares: z.array(PoolShare),
  capacity: z.number(),
  free: z.number(),
  remedies: z.array(Remedy),
  /** What the cluster's own scheduler says. */
  scheduler: z
    .object({ clusterQueue: z.string(), strategy: z.string(), condition: z.string(), message: z.string(), at: Instant })
    .nullable(),
});
export type Pending = z.infer<typeof Pending>;

/** What submitting would do. */
export const SubmitForecast = z.object({
  executor: z.enum(["local", "kubernetes"]),
  cluster: z.string().nullable(),
  pool: z.string().nullable(),
  /** Whether it could start at once. */
  startsNow: z.boolean(),
  /** "4 of 16 guaranteed h100 after it", "borrows 2 h100, which their owner may take back". */
  quotaEffect: z.string(),
  borrows: z.number(),
  start: StartForecast.nullable(),
  startNote: z.string().nullable(),
  worstCaseCost: z.object({ amount: z.number(), currency: z.string() }).nullable(),
  budget: z.object({ remaining: z.number(), currency: z.string(), isOverSoftLimit: z.boolean() }).nullable(),
  /** What would be refused, each with what to do. */
  problems: z.array(z.object({ path: z.string(), message: z.string() })),
  warnings: z.array(z.string()),
});
export type SubmitForecast = z.infer<typeof SubmitForecast>;
