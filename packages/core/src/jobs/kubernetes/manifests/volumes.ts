import type { AttemptPlan } from "./attempt-plan.ts";

/** Where a job finds its places. */
export const places = {
  /** The working directory, with the code and the inputs in it. */
  work: "/work",
  home: "/var/job",
  tmp: "/tmp",
  shm: "/dev/shm",
  launcher: "/plumbline/launcher",
  plan: "/plumbline/plan",
} as const;

/** Where the command runs, and what paths of inputs and checkpoints begin in. */
export const workingDirectory = ({ repository }: AttemptPlan): string =>
  repository?.directory ? `${places.work}/${repository.directory}` : places.work;

/** Docker's default, for programs that did not say. */
const plainSharedMemory = "64Mi";

/** Name of the claim that keeps a cache from one job to the next. */
export const cacheClaimName = (cache: string): string => `cache-${cache}`;

/** Volumes of a pod: what may be written has a limit. */
export function volumesOf(plan: AttemptPlan): object[] {
  const { disk, sharedMemory = plainSharedMemory } = plan.spec.resources;
  return [
    { name: "work", emptyDir: { sizeLimit: disk } },
    { name: "home", emptyDir: { sizeLimit: disk } },
    { name: "tmp", emptyDir: { sizeLimit: disk } },
    { name: "shm", emptyDir: { medium: "Memory", sizeLimit: sharedMemory } },
    ...(plan.spec.launcher || plan.files.length > 0 ? [{ name: "launcher", configMap: { name: plan.site.launcher } }] : []),
    ...(plan.files.length > 0 ? [{ name: "plan", configMap: { name: plan.name } }] : []),
    ...claimsOf(plan).map(({ volume, claim, readOnly }) => ({ name: volume, persistentVolumeClaim: { claimName: claim, readOnly } })),
  ];
}

/** Mounts of every container of a pod; what fetches inputs is the launcher also where the command does without it. */
export function mountsOf(plan: AttemptPlan, { isFetching = false } = {}): object[] {
  return [
    { name: "work", mountPath: places.work },
    { name: "home", mountPath: places.home },
    { name: "tmp", mountPath: places.tmp },
    { name: "shm", mountPath: places.shm },
    ...(plan.spec.launcher || isFetching ? [{ name: "launcher", mountPath: places.launcher, readOnly: true }] : []),
  ];
}

/** Mounts of the claims that the command alone sees. */
export const claimMounts = (plan: AttemptPlan): object[] =>
  claimsOf(plan).map(({ volume, path, readOnly }) => ({ name: volume, mountPath: path, readOnly }));

const claimsOf = ({ spec }: AttemptPlan) =>
  spec.mounts.map((mount, index) => ({
    volume: `mount-${index}`,
    path: mount.path,
    ...("claim" in mount ? { claim: mount.claim, readOnly: mount.readOnly } : { claim: cacheClaimName(mount.cache), readOnly: false }),
  }));
