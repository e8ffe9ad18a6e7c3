import type { Condition, KubeObject } from "../resource.ts";
import type { Taint, Toleration } from "./node.ts";

// Kueue v1beta2; quantities are texts as in `64Gi`, and numbers where somebody wrote them so.

type Quantity = string | number;

export interface ResourceFlavor extends KubeObject {
  readonly spec?: {
    readonly nodeLabels?: Readonly<Record<string, string>>;
    readonly nodeTaints?: readonly Taint[];
    readonly tolerations?: readonly Toleration[];
    readonly topologyName?: string;
  };
}

export interface ResourceGroup {
  readonly coveredResources: readonly string[];
  readonly flavors: readonly {
    readonly name: string;
    readonly resources: readonly {
      readonly name: string;
      readonly nominalQuota: Quantity;
      /** No limit where there is none. */
      readonly borrowingLimit?: Quantity;
      /** All where there is none. */
      readonly lendingLimit?: Quantity;
    }[];
  }[];
}

export interface FlavorUsage {
  readonly name: string;
  readonly resources?: readonly { readonly name: string; readonly total?: Quantity; readonly borrowed?: Quantity }[];
}

interface FairSharing {
  readonly weight?: Quantity;
}

interface QueueStatus {
  readonly pendingWorkloads?: number;
  readonly reservingWorkloads?: number;
  readonly admittedWorkloads?: number;
  readonly flavorsReservation?: readonly FlavorUsage[];
  readonly flavorsUsage?: readonly FlavorUsage[];
  readonly conditions?: readonly Condition[];
  readonly fairSharing?: { readonly weightedShare?: number };
}

type StopPolicy = "None" | "Hold" | "HoldAndDrain";

export interface ClusterQueue extends KubeObject {
  readonly spec: {
    readonly resourceGroups?: readonly ResourceGroup[];
    readonly cohortName?: string;
    readonly queueingStrategy?: "StrictFIFO" | "BestEffortFIFO";
    /** No namespace where there is none; every namespace where it is empty. */
    readonly namespaceSelector?: {
      readonly matchLabels?: Readonly<Record<string, string>>;
      readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
    };
    readonly flavorFungibility?: { readonly whenCanBorrow?: string; readonly whenCanPreempt?: string; readonly preference?: string };
    readonly preemption?: {
      readonly reclaimWithinCohort?: string;
      readonly borrowWithinCohort?: { readonly policy?: string; readonly maxPriorityThreshold?: number };
      readonly withinClusterQueue?: string;
    };
    readonly stopPolicy?: StopPolicy;
    readonly fairSharing?: FairSharing;
    /** How local queues share it. */
    readonly admissionScope?: { readonly admissionMode?: string };
  };
  readonly status?: QueueStatus;
}

export interface LocalQueue extends KubeObject {
  readonly spec: { readonly clusterQueue?: string; readonly stopPolicy?: StopPolicy; readonly fairSharing?: FairSharing };
  readonly status?: QueueStatus;
}

export interface Cohort extends KubeObject {
  readonly spec?: {
    readonly parentName?: string;
    readonly resourceGroups?: readonly ResourceGroup[];
    readonly fairSharing?: FairSharing;
  };
  readonly status?: { readonly fairSharing?: { readonly weightedShare?: number } };
}
