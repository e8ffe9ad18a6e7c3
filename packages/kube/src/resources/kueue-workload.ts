import type { Condition, KubeObject } from "../resource.ts";
import type { PodSpec } from "./pod.ts";

/** What waits for quota or holds it, in Kueue v1beta2. */
export interface Workload extends KubeObject {
  readonly spec: {
    readonly queueName?: string;
    readonly active?: boolean;
    readonly priority?: number;
    readonly priorityClassRef?: { readonly group?: string; readonly kind?: string; readonly name?: string };
    readonly podSets: readonly { readonly name: string; readonly count: number; readonly template: { readonly spec: PodSpec } }[];
  };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly admission?: {
      readonly clusterQueue: string;
      readonly podSetAssignments: readonly {
        readonly name: string;
        /** The flavour that was chosen for each resource. */
        readonly flavors?: Readonly<Record<string, string>>;
        readonly resourceUsage?: Readonly<Record<string, string>>;
        readonly count?: number;
      }[];
    };
    readonly requeueState?: { readonly count?: number; readonly requeueAt?: string };
    readonly admissionChecks?: readonly { readonly name: string; readonly state: string; readonly message?: string }[];
    readonly schedulingStats?: { readonly evictions?: readonly { readonly reason: string; readonly count: number }[] };
    /** What the pods ask for together, while none of it is assigned. */
    readonly resourceRequests?: readonly { readonly name: string; readonly resources?: Readonly<Record<string, string>> }[];
  };
}

export interface WorkloadPriorityClass extends KubeObject {
  readonly value: number;
  readonly description?: string;
}
