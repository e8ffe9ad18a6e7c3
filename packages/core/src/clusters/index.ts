export type { AdmissionFact } from "./kueue/read-message.ts";
export { type Eviction, findEviction, type WorkloadStand, workloadStand } from "./kueue/workload-stand.ts";
export type { Condition, EventObject, JobObject, PodObject } from "./objects/kubernetes.ts";
export { conditionOf, isTrue } from "./objects/kubernetes.ts";
export type { WorkloadObject } from "./objects/kueue.ts";
