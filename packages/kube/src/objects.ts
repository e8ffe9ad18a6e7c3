import { ClusterError } from "./cluster-error.ts";
import type { Call } from "./http-request.ts";
import { type KubeObject, type Manifest, type ObjectName, pathOf, type Resource } from "./resource.ts";
import type { Transport } from "./transport.ts";

/** In whose name fields are owned that server-side apply writes. */
const fieldManager = "plumbline";

export interface WriteOptions {
  /** The server judges and answers as if it wrote. */
  readonly isDryRun?: boolean;
  readonly signal?: AbortSignal;
}

export interface ApplyOptions extends WriteOptions {
  /** Takes fields that somebody else owns. */
  readonly isForced?: boolean;
  readonly subresource?: "status";
}

export interface DeleteOptions extends WriteOptions {
  /** What becomes of what the object owns; `Background` unless said. */
  readonly propagation?: "Background" | "Foreground" | "Orphan";
  /** Deletes this very object alone, and none that took its name meanwhile. */
  readonly uid?: string;
  readonly gracePeriodSeconds?: number;
}

export interface Objects {
  /** Throws where there is no such object. */
  get<T extends KubeObject>(resource: Resource<T>, at: ObjectName, signal?: AbortSignal): Promise<T>;
  find<T extends KubeObject>(resource: Resource<T>, at: ObjectName, signal?: AbortSignal): Promise<T | undefined>;
  /** Fails with `conflict` where the name is taken. */
  create<T extends KubeObject>(resource: Resource<T>, manifest: Manifest, options?: WriteOptions): Promise<T>;
  /** Creates an object or changes it into what the manifest says: server-side apply. */
  apply<T extends KubeObject>(resource: Resource<T>, manifest: Manifest, options?: ApplyOptions): Promise<T>;
  /** Changes some fields: a JSON merge patch. */
  patch<T extends KubeObject>(resource: Resource<T>, at: ObjectName, changes: PatchRequest): Promise<T>;
  /** Whether there was anything to delete. Another uid than the wanted one is a `conflict`. */
  delete(resource: Resource, at: ObjectName, options?: DeleteOptions): Promise<boolean>;
}

export interface PatchRequest extends WriteOptions {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly subresource?: "status";
}

export function openObjects({ json }: Transport): Objects {
  const typed = ({ apiVersion, kind }: Resource, manifest: Manifest) => ({ ...manifest, apiVersion, kind });
  const get = <T extends KubeObject>(resource: Resource<T>, at: ObjectName, signal?: AbortSignal) =>
    json<T>({ verb: "get", method: "GET", path: pathOf(resource, at), signal });

  return {
    get,
    find: (resource, at, signal) => unlessMissing(get(resource, at, signal)),

    create(resource, manifest, options = {}) {
      const { namespace } = manifest.metadata;
      return json({
        verb: "create",
        method: "POST",
        path: pathOf(resource, { namespace }),
        body: typed(resource, manifest),
        ...written(options),
      });
    },

    apply(resource, manifest, { isForced = false, subresource, ...options } = {}) {
      const { name, namespace } = manifest.metadata;
      if (!name) throw new ClusterError(`A ${resource.kind} to be applied needs a name.`, { kind: "invalid" });
      const { query, signal } = written(options);
      return json({
        verb: "apply",
        method: "PATCH",
        path: pathOf(resource, { name, namespace, subresource }),
        query: { ...query, force: isForced },
        body: typed(resource, manifest),
        contentType: "application/apply-patch+yaml",
        signal,
      });
    },

    patch(resource, at, { fields, subresource, ...options }) {
      const path = pathOf(resource, { ...at, subresource });
      return json({ verb: "patch", method: "PATCH", path, body: fields, contentType: "application/merge-patch+json", ...written(options) });
    },

    async delete(resource, at, { propagation = "Background", uid, gracePeriodSeconds, ...options } = {}) {
      const { query, signal } = written(options);
      const body = {
        apiVersion: "v1",
        kind: "DeleteOptions",
        propagationPolicy: propagation,
        ...(uid === undefined ? {} : { preconditions: { uid } }),
        ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
        ...(query.dryRun ? { dryRun: [query.dryRun] } : {}),
      };
      const gone = await unlessMissing(
        json({ verb: "delete", method: "DELETE", path: pathOf(resource, at), query: { dryRun: query.dryRun }, body, signal }),
      );
      return gone !== undefined;
    },
  };
}

const written = ({ isDryRun = false, signal }: WriteOptions) =>
  ({ query: { fieldManager, dryRun: isDryRun ? "All" : undefined }, signal }) satisfies Pick<Call, "query" | "signal">;

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ClusterError && error.kind === "not-found") return undefined;
    throw error;
  }
}
