import type { CallRecord } from "@plumbline/kube";
import type { CallRow } from "../store/calls.ts";

/** Counts calls to a cluster until they are taken. */
export interface CallCounter {
  readonly add: (call: CallRecord) => void;
  /** What was counted since the last time. */
  readonly take: () => CallRow[];
  /** When the cluster last answered, whatever it said. */
  readonly lastAnswerAt: () => Date | null;
}

/** POST, but a question about what one may do. */
const questions = "/apis/authorization.k8s.io/v1/selfsubject";

export function countCalls(now: () => Date): CallCounter {
  let counted = new Map<string, CallRow>();
  let lastAnswerAt: Date | null = null;
  return {
    add({ verb, path, status, isWrite }) {
      const at = now();
      if (status > 0) lastAnswerAt = at;
      const key = `${verb} ${path}`;
      const before = counted.get(key);
      const kind = path.startsWith(questions) ? "question" : isWrite ? "write" : "read";
      counted.set(key, {
        kind,
        verb,
        path,
        count: (before?.count ?? 0) + 1,
        failures: (before?.failures ?? 0) + Number(status === 0 || status >= 400),
        last_status: status,
        first_at: before?.first_at ?? at,
        last_at: at,
      });
    },
    take() {
      const taken = [...counted.values()];
      counted = new Map();
      return taken;
    },
    lastAnswerAt: () => lastAnswerAt,
  };
}
