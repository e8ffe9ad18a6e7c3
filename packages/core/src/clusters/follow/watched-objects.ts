import { type Cluster as Client, type KubeObject, type Resource, resources, type WatchState } from "@plumbline/kube";
import * as keep from "../objects/project.ts";
import type { ClusterObjects } from "../reading/cluster-objects.ts";

/** How each kind of object is known. */
export interface KindState {
  readonly kind: string;
  readonly state: WatchState;
}

export interface WatchedObjects {
  /** Undefined until each kind was listed once, or is known not to be there or not to be ours to see. */
  readonly objects: () => ClusterObjects | undefined;
  readonly services: () => readonly keep.ServicePod[];
  readonly states: () => readonly KindState[];
  /** Ends with the signal; rejects with what must not happen. */
  readonly done: Promise<unknown>;
}

/** Everything is listed anew so often, whatever the events said. */
const resyncMs = 15 * 60_000;

/** Watches all that a reading is made from. `onChange` is told of every change, and of every change of how well things are known. */
export function watchObjects(client: Client, { signal, onChange }: { signal: AbortSignal; onChange: () => void }): WatchedObjects {
  const running: Promise<void>[] = [];
  const states = new Map<string, WatchState>();
  const listed = new Set<string>();

  function follow<T extends KubeObject, P>(resource: Resource<T>, project: (object: T) => P): () => P[] {
    let known: ReadonlyMap<string, P> = new Map();
    const options = {
      project,
      resyncMs,
      onSnapshot: (objects: ReadonlyMap<string, P>) => {
        known = objects;
        listed.add(resource.kind);
        onChange();
      },
      onChange,
      onState: (state: WatchState) => {
        states.set(resource.kind, state);
        onChange();
      },
    };
    running.push(client.watch(resource, options, signal));
    return () => [...known.values()];
  }

  const nodes = follow(resources.nodes, keep.keepNode);
  const pods = follow(resources.pods, keep.keepPod);
  const namespaces = follow(resources.namespaces, keep.keepNamespace);
  const flavors = follow(resources.resourceFlavors, keep.keepFlavor);
  const cohorts = follow(resources.cohorts, keep.keepCohort);
  const clusterQueues = follow(resources.clusterQueues, keep.keepClusterQueue);
  const localQueues = follow(resources.localQueues, keep.keepLocalQueue);
  const workloads = follow(resources.workloads, keep.keepWorkload);
  const priorityClasses = follow(resources.workloadPriorityClasses, keep.keepPriorityClass);

  const isAbsent = (kind: string): boolean => states.get(kind)?.kind === "absent";
  const isForbidden = (kind: string): boolean => {
    const state = states.get(kind);
    return state !== undefined && "problem" in state && state.problem?.kind === "forbidden";
  };
  // What may not be listed is not waited for: the reading says that it lacks it.
  const isKnown = (kind: string): boolean => listed.has(kind) || isAbsent(kind) || isForbidden(kind);
  const present = <P>(objects: readonly (P | null)[]): P[] => objects.filter((object) => object !== null);

  return {
    objects() {
      if (![...states.keys()].every(isKnown)) return;
      const kueue = isAbsent(resources.clusterQueues.kind)
        ? null
        : {
            flavors: flavors(),
            cohorts: cohorts(),
            clusterQueues: clusterQueues(),
            localQueues: localQueues(),
            workloads: present(workloads()),
            priorityClasses: priorityClasses(),
          };
      return { nodes: present(nodes()), pods: present(pods()).flatMap(({ gpu }) => gpu ?? []), namespaces: namespaces(), kueue };
    },
    services: () => present(pods()).flatMap(({ service }) => service ?? []),
    states: () => [...states].map(([kind, state]) => ({ kind, state })),
    done: Promise.all(running),
  };
}
