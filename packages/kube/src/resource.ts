import { ClusterError } from "./cluster-error.ts";

/** What every object has. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
}

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

/** One of the things that are said of an object's state. */
export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

/** Where objects of one kind are found. `T` is how they are read; nothing holds a value of it. */
export interface Resource<T extends KubeObject = KubeObject> {
  /** Such as `batch/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** As in addresses: `jobs`. */
  readonly plural: string;
  readonly isNamespaced: boolean;
  readonly read?: T;
}

/** An object to be written. */
export interface Manifest {
  readonly metadata: { readonly name?: string; readonly generateName?: string; readonly namespace?: string } & Readonly<
    Record<string, unknown>
  >;
  readonly [field: string]: unknown;
}

export interface ObjectName {
  readonly name: string;
  /** Of a resource with namespaces. */
  readonly namespace?: string | undefined;
}

interface Place {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/** The path of a collection, of all namespaces where none is given, or of one object. */
export function pathOf({ apiVersion, plural, isNamespaced, kind }: Resource, { namespace, name, subresource }: Place = {}): string {
  if (isNamespaced && name !== undefined && namespace === undefined)
    throw new ClusterError(`${kind} ${name} needs a namespace.`, { kind: "invalid" });
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const parts = [...(isNamespaced && namespace !== undefined ? ["namespaces", namespace] : []), plural, name, subresource];
  return [root, ...parts.filter((part) => part !== undefined).map(segment)].join("/");
}

/** Names hold no more than this; anything else could lead to another path. */
function segment(text: string): string {
  if (!/^[\w.:-]{1,253}$/.test(text) || /^\.+$/.test(text))
    throw new ClusterError(`"${text}" is not a name of Kubernetes.`, { kind: "invalid" });
  return encodeURIComponent(text);
}
