import type { ClusterSettings } from "@plumbline/contracts/clusters/settings";

/** Where on a cluster the jobs of a workspace run, and what is to be known of the cluster for it. */
export interface Site {
  readonly namespace: string;
  /** The local queue that admits them; null on a cluster without Kueue. */
  readonly queue: string | null;
  /** Resources that the queue counts; null where nothing is counted. Kueue takes nothing in that asks for another one. */
  readonly counted: readonly string[] | null;
  readonly flavours: readonly SiteFlavour[];
  /** Names of Kueue's priority classes. */
  readonly priorityClasses: readonly string[];
  readonly settings: ClusterSettings;
  /** Name of the ConfigMap with the launcher, in that namespace. */
  readonly launcher: string;
}

export interface SiteFlavour {
  readonly name: string;
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly tolerations: readonly { readonly key?: string; readonly operator?: string; readonly value?: string; readonly effect?: string }[];
  readonly topology: string | null;
}
