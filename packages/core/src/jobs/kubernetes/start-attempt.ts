import { type Cluster as Client, type Job, type KubeObject, type Manifest, type Resource, resources } from "@plumbline/kube";
import type { Launch } from "../executors/executor.ts";
import { submitting, unlessThere } from "./cluster-answers.ts";
import { launcherFiles } from "./launcher-files.ts";
import { cacheManifests, launcherManifest, planManifest, secretManifest, serviceManifest } from "./manifests/attempt-parts.ts";
import { type AttemptPlan, planAttempt } from "./manifests/attempt-plan.ts";
import { jobManifest } from "./manifests/job.ts";
import type { Site } from "./manifests/site.ts";

/**
 * Writes what an attempt needs, and its Job last: a Job that is there is complete. Parts that an earlier try left are replaced,
 * because they hold a token that is no longer valid.
 */
export async function startAttempt(client: Client, launch: Launch, site: Omit<Site, "launcher">): Promise<void> {
  const launcher = await launcherFiles();
  const { plan, secretValues } = planAttempt(launch, { ...site, launcher: launcher.name });
  await submitting(async () => {
    const isLauncherThere = await client.find(resources.configMaps, { name: launcher.name, namespace: site.namespace });
    if (!isLauncherThere) await unlessThere(client.create(resources.configMaps, launcherManifest(site.namespace, launcher)));
    for (const cache of cacheManifests(plan)) await unlessThere(client.create(resources.persistentVolumeClaims, cache));
    await replace(client, resources.secrets, secretManifest(plan, secretValues));
    const files = planManifest(plan);
    if (files) await replace(client, resources.configMaps, files);
    const service = serviceManifest(plan);
    if (service) await unlessThere(client.create(resources.services, service));
    const uid = await createJob(client, plan);
    if (uid !== undefined) await giveToJob(client, plan, uid);
  });
}

async function replace<T extends KubeObject>(client: Client, resource: Resource<T>, manifest: Manifest): Promise<void> {
  const { name = "", namespace } = manifest.metadata;
  if (await unlessThere(client.create(resource, manifest))) return;
  await client.delete(resource, { name, namespace });
  await client.create(resource, manifest);
}

/** Its uid; undefined where it was removed meanwhile. */
async function createJob(client: Client, plan: AttemptPlan): Promise<string | undefined> {
  let made: Job | undefined;
  const creating = client.create<Job>(resources.jobs, jobManifest(plan)).then((job) => {
    made = job;
  });
  if (!(await unlessThere(creating))) made = await client.find(resources.jobs, { name: plan.name, namespace: plan.site.namespace });
  return made?.metadata.uid;
}

/** The parts go with the Job, should nobody remove them. */
async function giveToJob(client: Client, plan: AttemptPlan, uid: string): Promise<void> {
  const at = { name: plan.name, namespace: plan.site.namespace };
  const fields = { metadata: { ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", name: plan.name, uid }] } };
  await client.patch(resources.secrets, at, { fields });
  if (planManifest(plan)) await client.patch(resources.configMaps, at, { fields });
  if (serviceManifest(plan)) await client.patch(resources.services, at, { fields });
}
