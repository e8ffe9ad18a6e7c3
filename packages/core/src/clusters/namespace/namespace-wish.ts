import type { ClusterSettings } from "@plumbline/contracts/clusters/settings";
import type { QueueFact } from "../reading/facts.ts";

/** A namespace that is to be made ready for the jobs of a workspace. */
export interface NamespaceWish {
  readonly namespace: string;
  readonly workspace: { readonly id: number; readonly name: string };
  /** Null on a cluster without Kueue. */
  readonly queue: QueueFact | null;
  readonly settings: ClusterSettings;
  /** Where jobs reach the platform. */
  readonly platformUrl: string;
}

/** One manifest, and in plain words what it is for. */
export interface PlannedObject {
  readonly kind: string;
  readonly name: string;
  readonly what: string;
  readonly manifest: Readonly<Record<string, unknown>> & {
    readonly metadata: Readonly<Record<string, unknown>> & { readonly name: string };
  };
}

/** On everything that is written to a cluster from here. */
export const objectLabels = { "app.kubernetes.io/managed-by": "plumbline" } as const;
