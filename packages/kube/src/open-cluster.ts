import { type AccessQuestion, canI } from "./access.ts";
import { readInCluster, type Surroundings } from "./in-cluster.ts";
import { readKubeconfig } from "./kubeconfig.ts";
import { type ListQuery, listAll, listPage, type Page } from "./listing.ts";
import { type LogQuery, readLogs } from "./logs.ts";
import { type Objects, openObjects } from "./objects.ts";
import { askPod, type PodQuery } from "./pod-proxy.ts";
import type { KubeObject, Resource } from "./resource.ts";
import { openTransport, type TransportOptions } from "./transport.ts";
import { type WatchOptions, watch } from "./watch.ts";

/** The text of a kubeconfig and the context of it, or the cluster that this process is a pod of. */
export type ClusterSource = { readonly kubeconfig: string; readonly context?: string } | { readonly inCluster: Surroundings };

export interface Version {
  readonly gitVersion: string;
  readonly platform: string;
}

/** A cluster, by its API server. Every method throws ClusterError and nothing else, but for `signal`'s own reason. */
export interface Cluster extends Objects {
  /** The API server's address, for people. */
  readonly address: string;
  /** Nobody checks that the server is the one that is meant. */
  readonly isUnchecked: boolean;
  list<T extends KubeObject>(resource: Resource<T>, query?: ListQuery): Promise<Page<T> | "absent">;
  listAll<T extends KubeObject>(resource: Resource<T>, query?: ListQuery): AsyncIterable<T>;
  watch<T extends KubeObject, P>(resource: Resource<T>, options: WatchOptions<T, P>, signal: AbortSignal): Promise<void>;
  logs(query: LogQuery, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  canI(question: AccessQuestion, signal?: AbortSignal): Promise<boolean>;
  version(signal?: AbortSignal): Promise<Version>;
  /** What a pod answers over HTTP, asked through the API server. */
  askPod(query: PodQuery, signal?: AbortSignal): Promise<string>;
  /** Ends every connection. */
  close(): void;
}

/** Opens no connection: the first call does. Throws ClusterError where the source cannot be used. */
export async function openCluster(source: ClusterSource, options: TransportOptions): Promise<Cluster> {
  const connection = "inCluster" in source ? await readInCluster(source.inCluster) : readKubeconfig(source.kubeconfig, source.context);
  const transport = openTransport(connection, options);
  return {
    ...openObjects(transport),
    address: transport.address,
    isUnchecked: connection.tls.rejectUnauthorized === false,
    list: (resource, query) => listPage(transport, resource, query),
    listAll: (resource, query) => listAll(transport, resource, query),
    watch: (resource, watched, signal) => watch({ transport, resource }, watched, signal),
    logs: (query, signal) => readLogs(transport, query, signal),
    canI: (question, signal) => canI(transport, question, signal),
    version: (signal) => transport.json<Version>({ verb: "get", method: "GET", path: "/version", signal }),
    askPod: (query, signal) => askPod(transport, query, signal),
    close: transport.close,
  };
}
