import { bytesOfAmount, type JobResources } from "@plumbline/contracts/jobs/spec";
import type { AttemptPlan } from "./attempt-plan.ts";
import type { Site } from "./site.ts";

const mebibyte = 2 ** 20;
/** Programs and checkpoints of Python's own, while inputs are laid out. */
const helperMemory = "256Mi";

/** The name under which a cluster counts the GPUs that a job asks for. */
const gpuResource = ({ gpus }: JobResources): string => (gpus?.mig === undefined ? "nvidia.com/gpu" : `nvidia.com/mig-${gpus.mig}`);

/** Shared memory is memory of the container: it comes on top of what the program asked for. */
const memoryOf = ({ memory, sharedMemory }: JobResources): string =>
  sharedMemory === undefined ? memory : `${Math.ceil((bytesOfAmount(memory) + bytesOfAmount(sharedMemory)) / mebibyte)}Mi`;

/** Few queues count disk: where one does not, the limits of the volumes alone hold. */
const diskLimit = ({ counted }: Site, disk: string) =>
  counted === null || counted.includes("ephemeral-storage") ? { "ephemeral-storage": disk } : {};

/** What the command gets. Memory, disk and devices are what they are limited to; idle cores of a node may be used beyond. */
export function commandResources({ spec, site, usesRdma }: AttemptPlan) {
  const { cpu, disk, gpus } = spec.resources;
  const { rdma } = site.settings;
  const limits = {
    memory: memoryOf(spec.resources),
    ...diskLimit(site, disk),
    ...(gpus ? { [gpuResource(spec.resources)]: String(gpus.count) } : {}),
    ...(usesRdma && rdma ? { [rdma.resource]: String(rdma.count) } : {}),
  };
  return { requests: { cpu: String(cpu), ...limits }, limits };
}

/** What prepares the pod needs no more than this, and never more than the command. */
export function helperResources({ spec, site }: AttemptPlan) {
  const { cpu, memory, disk } = spec.resources;
  const limits = { memory: bytesOfAmount(memory) < bytesOfAmount(helperMemory) ? memory : helperMemory, ...diskLimit(site, disk) };
  return { requests: { cpu: String(Math.min(cpu, 0.5)), ...limits }, limits };
}
