import type { KubeObject } from "./resource.ts";

/** What became of an object, as its projection. */
export interface Change<P> {
  readonly kind: "added" | "changed" | "deleted";
  readonly uid: string;
  readonly object: P;
}

/** What a watch keeps: of each object its projection and the version that it had, and nothing else. */
export interface KnownObjects<T extends KubeObject, P> {
  /** By uid; it goes on changing. */
  readonly objects: ReadonlyMap<string, P>;
  /** Takes a complete list in place of all that was known. */
  readonly replace: (listed: Listed<P>) => void;
  /** Takes an event of a watch; undefined where nothing is new. */
  readonly take: (type: string, object: T) => Change<P> | undefined;
}

/** By uid: the version and the projection. */
export type Listed<P> = Map<string, readonly [resourceVersion: string, object: P]>;

export function openKnownObjects<T extends KubeObject, P>(project: (object: T) => P): KnownObjects<T, P> {
  const objects = new Map<string, P>();
  const versions = new Map<string, string>();

  function put(uid: string, resourceVersion: string, object: P): void {
    objects.set(uid, object);
    versions.set(uid, resourceVersion);
  }
  return {
    objects,
    replace(listed) {
      objects.clear();
      versions.clear();
      for (const [uid, [resourceVersion, object]] of listed) put(uid, resourceVersion, object);
    },
    take(type, object) {
      const { uid, resourceVersion } = object.metadata;
      const isKnown = versions.has(uid);
      if (type === "DELETED") {
        if (!isKnown) return;
        objects.delete(uid);
        versions.delete(uid);
        return { kind: "deleted", uid, object: project(object) };
      }
      if (versions.get(uid) === resourceVersion) return;
      const projected = project(object);
      put(uid, resourceVersion, projected);
      return { kind: isKnown ? "changed" : "added", uid, object: projected };
    },
  };
}
