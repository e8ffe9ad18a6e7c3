import type { AttemptPlan } from "./attempt-plan.ts";
import { attemptLabels, managedBy } from "./labels.ts";
import { cacheClaimName } from "./volumes.ts";

const metadataOf = (plan: AttemptPlan) => ({ name: plan.name, namespace: plan.site.namespace, labels: attemptLabels(plan) });

/** Values of secrets and the attempt's token: they are nowhere else in the cluster. */
export const secretManifest = (plan: AttemptPlan, values: Readonly<Record<string, string>>) => ({
  metadata: metadataOf(plan),
  type: "Opaque",
  immutable: true,
  data: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Buffer.from(value).toString("base64")])),
});

/** What is to be downloaded; undefined where there is nothing. */
export const planManifest = (plan: AttemptPlan) =>
  plan.files.length === 0
    ? undefined
    : { metadata: metadataOf(plan), immutable: true, data: { "inputs.json": JSON.stringify(plan.files) } };

/** Gives the pods of several nodes their names, before they are ready: they wait for each other. */
export const serviceManifest = (plan: AttemptPlan) =>
  plan.spec.nodes === 1
    ? undefined
    : {
        metadata: metadataOf(plan),
        spec: { clusterIP: "None", publishNotReadyAddresses: true, selector: { "batch.kubernetes.io/job-name": plan.name } },
      };

/** Claims that keep caches; they stay when the attempt goes. */
export const cacheManifests = ({ spec, site }: AttemptPlan) =>
  spec.mounts.flatMap((mount) =>
    "cache" in mount
      ? [
          {
            metadata: { name: cacheClaimName(mount.cache), namespace: site.namespace, labels: managedBy },
            spec: {
              accessModes: [spec.nodes > 1 ? "ReadWriteMany" : "ReadWriteOnce"],
              ...(site.settings.cacheStorageClass === null ? {} : { storageClassName: site.settings.cacheStorageClass }),
              resources: { requests: { storage: mount.size } },
            },
          },
        ]
      : [],
  );

/** The launcher, as one object for all attempts of a namespace: its name says which launcher it is. */
export const launcherManifest = (namespace: string, { name, files }: { name: string; files: Readonly<Record<string, string>> }) => ({
  metadata: { name, namespace, labels: managedBy },
  immutable: true,
  data: files,
});
