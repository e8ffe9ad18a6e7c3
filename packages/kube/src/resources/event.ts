import type { KubeObject } from "../resource.ts";

/** What a part of the cluster tells of an object. */
export interface Event extends KubeObject {
  readonly involvedObject: { readonly kind?: string; readonly namespace?: string; readonly name?: string; readonly uid?: string };
  readonly type?: "Normal" | "Warning";
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly firstTimestamp?: string;
  readonly lastTimestamp?: string;
  readonly eventTime?: string;
  readonly source?: { readonly component?: string };
}
