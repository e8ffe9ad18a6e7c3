import type { Amounts, Condition, ObjectMeta, PodSpec } from "./kubernetes.ts";

/** The parts of Kueue's objects (kueue.x-k8s.io/v1beta2) that are read. */
export interface ResourceFlavorObject {
  readonly metadata: ObjectMeta;
  readonly spec?: {
    readonly nodeLabels?: Readonly<Record<string, string>>;
    readonly tolerations?: readonly Toleration[];
    readonly topologyName?: string;
  };
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

export interface FlavorQuota {
  readonly name: string;
  readonly resources: readonly {
    readonly name: string;
    readonly nominalQuota: string;
    readonly borrowingLimit?: string;
    readonly lendingLimit?: string;
  }[];
}

export interface ResourceGroup {
  readonly coveredResources: readonly string[];
  readonly flavors: readonly FlavorQuota[];
}

interface FairSharing {
  readonly weight?: string;
}

interface FlavorUsage {
  readonly name: string;
  readonly resources: readonly { readonly name: string; readonly total: string; readonly borrowed?: string }[];
}

export interface ClusterQueueObject {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly cohortName?: string;
    readonly queueingStrategy?: string;
    readonly stopPolicy?: string;
    readonly namespaceSelector?: {
      readonly matchLabels?: Readonly<Record<string, string>>;
      readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
    };
    readonly resourceGroups?: readonly ResourceGroup[];
    readonly preemption?: {
      readonly reclaimWithinCohort?: string;
      readonly withinClusterQueue?: string;
      readonly borrowWithinCohort?: { readonly policy?: string };
    };
    readonly fairSharing?: FairSharing;
    readonly admissionScope?: { readonly admissionMode?: string };
  };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly flavorsReservation?: readonly FlavorUsage[];
    readonly pendingWorkloads?: number;
    readonly fairSharing?: { readonly weightedShare?: number };
  };
}

export interface CohortObject {
  readonly metadata: ObjectMeta;
  readonly spec?: { readonly parentName?: string; readonly resourceGroups?: readonly ResourceGroup[]; readonly fairSharing?: FairSharing };
}

export interface LocalQueueObject {
  readonly metadata: ObjectMeta;
  readonly spec: { readonly clusterQueue: string; readonly stopPolicy?: string; readonly fairSharing?: FairSharing };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

export interface PodSet {
  readonly name: string;
  readonly count: number;
  readonly template?: { readonly spec?: PodSpec };
}

export interface PodSetAssignment {
  readonly name: string;
  readonly count?: number;
  readonly flavors?: Readonly<Record<string, string>>;
  readonly resourceUsage?: Amounts;
}

export interface WorkloadObject {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly queueName?: string;
    readonly active?: boolean;
    readonly priority?: number;
    readonly podSets: readonly PodSet[];
  };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly admission?: { readonly clusterQueue: string; readonly podSetAssignments: readonly PodSetAssignment[] };
    readonly admissionChecks?: readonly { readonly name: string; readonly state: string; readonly message?: string }[];
    readonly requeueState?: { readonly count?: number; readonly requeueAt?: string };
    readonly resourceRequests?: readonly { readonly name: string; readonly resources: Amounts }[];
    readonly schedulingStats?: { readonly evictions?: readonly { readonly reason: string; readonly count: number }[] };
  };
}

export interface PriorityClassObject {
  readonly metadata: ObjectMeta;
  readonly value: number;
  readonly description?: string;
}
