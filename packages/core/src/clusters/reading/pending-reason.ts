/** Something in a namespace that a reason names. */
export interface Named {
  readonly namespace: string;
  readonly name: string;
}

/** Why something waits, as facts: what of them is said depends on who asks. Amounts are of the resource that it wants. */
export type PendingReason =
  | { readonly kind: "no-queue"; readonly namespace: string; readonly queue: string }
  | { readonly kind: "on-hold"; readonly queue: string }
  | { readonly kind: "inactive"; readonly queue: string }
  | { readonly kind: "namespace-refused"; readonly namespace: string; readonly queue: string }
  | { readonly kind: "switched-off" }
  | { readonly kind: "backing-off"; readonly until: string; readonly tries: number }
  | { readonly kind: "unjudged" }
  /** Pods whose node is still looked for. */
  | { readonly kind: "unplaced" }
  | { readonly kind: "uncovered"; readonly queue: string; readonly resource: string }
  | { readonly kind: "never"; readonly asked: number; readonly maximum: number }
  | { readonly kind: "check"; readonly check: string; readonly message: string }
  | { readonly kind: "preempting"; readonly workloads: number }
  | {
      readonly kind: "behind";
      readonly ahead: Named;
      /** Null where the sentence is to stay as it is while others leave the queue. */
      readonly position: number | null;
      readonly isSameNeed: boolean;
      readonly isStrict: boolean;
    }
  | { readonly kind: "borrow-limit"; readonly queue: string; readonly borrows: number; readonly limit: number; readonly free: number }
  | { readonly kind: "own-idle"; readonly queue: string; readonly guaranteed: number; readonly holder: Named; readonly idle: number }
  | {
      readonly kind: "quota";
      readonly guaranteed: number;
      readonly left: number;
      /** Null where there is nobody to borrow from. */
      readonly freeToBorrow: number | null;
      readonly short: number;
    }
  | { readonly kind: "other-resource"; readonly resource: string; readonly short: number }
  | { readonly kind: "one-node"; readonly perPod: number; readonly pods: number; readonly free: number; readonly freeNodes: number }
  | { readonly kind: "topology"; readonly fitting: number; readonly of: number | null }
  | { readonly kind: "other-nodes" }
  | { readonly kind: "limits"; readonly text: string }
  | { readonly kind: "said"; readonly message: string };

/** Nothing that others do will let it start. */
export const isForGood = ({ kind }: PendingReason): boolean =>
  kind === "no-queue" ||
  kind === "uncovered" ||
  kind === "never" ||
  kind === "switched-off" ||
  kind === "namespace-refused" ||
  kind === "other-nodes" ||
  kind === "limits";
