import type { Change } from "@plumbline/kube";

/** Objects of one kind by the attempt that they belong to. */
export interface AttemptIndex<P> {
  readonly replace: (objects: ReadonlyMap<string, P>) => void;
  readonly take: (change: Change<P>) => void;
  readonly of: (attempt: string) => readonly P[];
  readonly attempts: () => readonly string[];
}

/** Objects without an attempt are not kept. `onChange` is told of attempts whose objects changed. */
export function createIndex<P>(attemptOf: (object: P) => string, onChange: (attempt: string) => void): AttemptIndex<P> {
  let known = new Map<string, Map<string, P>>();
  const put = (into: Map<string, Map<string, P>>, uid: string, object: P): void => {
    const attempt = attemptOf(object);
    if (attempt === "") return;
    const members = into.get(attempt) ?? new Map<string, P>();
    members.set(uid, object);
    into.set(attempt, members);
  };
  const drop = (uid: string, object: P): void => {
    const members = known.get(attemptOf(object));
    members?.delete(uid);
    if (members?.size === 0) known.delete(attemptOf(object));
  };
  return {
    replace(objects) {
      const before = known;
      known = new Map();
      for (const [uid, object] of objects) put(known, uid, object);
      for (const attempt of new Set([...before.keys(), ...known.keys()])) onChange(attempt);
    },
    take({ kind, uid, object }) {
      if (kind === "deleted") drop(uid, object);
      else put(known, uid, object);
      const attempt = attemptOf(object);
      if (attempt !== "") onChange(attempt);
    },
    of: (attempt) => [...(known.get(attempt)?.values() ?? [])],
    attempts: () => [...known.keys()],
  };
}
