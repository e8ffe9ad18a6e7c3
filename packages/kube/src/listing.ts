import { ClusterError } from "./cluster-error.ts";
import { type KubeObject, pathOf, type Resource } from "./resource.ts";
import type { Transport } from "./transport.ts";

export interface Selection {
  /** All namespaces unless one is named. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

export interface ListQuery extends Selection {
  readonly limit?: number;
  /** Where an earlier page ended. */
  readonly next?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** The state of the cluster that all pages of the list show. */
  readonly resourceVersion: string;
  /** Undefined on the last page. */
  readonly next: string | undefined;
}

interface ListAnswer<T> {
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly T[] | null;
}

const pageSize = 250;

/** One page of a collection; "absent" where the cluster does not have such a thing, such as Kueue's where it is not installed. */
export async function listPage<T extends KubeObject>(
  transport: Transport,
  resource: Resource<T>,
  query: ListQuery = {},
): Promise<Page<T> | "absent"> {
  const { namespace, labelSelector, fieldSelector, limit = pageSize, next, signal } = query;
  try {
    const answer = await transport.json<ListAnswer<T>>({
      verb: "list",
      method: "GET",
      path: pathOf(resource, { namespace }),
      query: { limit, continue: next, labelSelector, fieldSelector },
      signal,
    });
    const { resourceVersion = "", continue: rest } = answer.metadata;
    return { items: answer.items ?? [], resourceVersion, next: rest || undefined };
  } catch (error) {
    if (error instanceof ClusterError && error.kind === "not-found") return "absent";
    throw error;
  }
}

/** Every object of a collection, a page at a time; none where the cluster does not have such a thing. */
export async function* listAll<T extends KubeObject>(transport: Transport, resource: Resource<T>, query: ListQuery = {}): AsyncIterable<T> {
  for await (const { items } of listPages(transport, resource, query)) yield* items;
}

/** All pages of a collection; none where the cluster does not have such a thing. */
export async function* listPages<T extends KubeObject>(
  transport: Transport,
  resource: Resource<T>,
  query: ListQuery = {},
): AsyncIterable<Page<T>> {
  let { next } = query;
  do {
    const page: Page<T> | "absent" = await listPage(transport, resource, { ...query, next }).catch(orFrom(next));
    if (page === "absent") return;
    yield page;
    next = page.next;
  } while (next !== undefined);
}

/** A list that took longer than the cluster keeps its old states goes on from where it was, in the state of now. */
const orFrom =
  (before: string | undefined) =>
  (error: unknown): Page<never> => {
    if (error instanceof ClusterError && error.kind === "gone" && error.next && error.next !== before)
      return { items: [], resourceVersion: "", next: error.next };
    throw error;
  };
