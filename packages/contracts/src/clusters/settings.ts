import { z } from "zod";
import { JobName } from "#src/jobs/spec.ts";

const LabelName = z
  .string()
  .max(316)
  .regex(
    /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
    "the name of a label, such as topology.kubernetes.io/rack",
  );
const Cidr = z.union([z.cidrv4(), z.cidrv6()]);

/** How jobs run on a cluster. */
export const ClusterSettings = z.object({
  /** Where programs of jobs reach the platform from this cluster; null: where all programs of jobs do. */
  platformUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .default(null),
  /** Addresses that jobs may reach besides the platform and the cluster's DNS. */
  egress: z.array(Cidr).max(50).default([]),
  /** Secrets of the namespace that images are pulled with. */
  imagePullSecrets: z.array(JobName).max(10).default([]),
  /** Ended Jobs are removed after so long by the cluster, should the platform not have done it. */
  keepEndedSeconds: z.int().min(3600).max(604_800).default(86_400),
  /** StorageClass of caches; null: the cluster's default. */
  cacheStorageClass: JobName.nullable().default(null),
  /** Labels of nodes that say which block and which rack they stand in. */
  topology: z.object({ block: LabelName.nullable().default(null), rack: LabelName.nullable().default(null) }).prefault({}),
  /** Who may use remote direct memory access between nodes: it needs a device and a capability that other jobs do not get. */
  rdma: z
    .object({
      resource: z.string().min(1).max(253),
      count: z.int().min(1).max(16),
      workspaces: z.array(z.string().min(1).max(63)).max(500),
    })
    .nullable()
    .default(null),
});
export type ClusterSettings = z.infer<typeof ClusterSettings>;
