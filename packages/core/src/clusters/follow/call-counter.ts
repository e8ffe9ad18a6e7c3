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

/** Names of single attempts are left out: there would be no end of them. */
const withoutAttempts = (path: string): string => path.replace(/\/pl-\d+-[0-9a-f]{32}-\d+[^/]*/g, "/pl-*");

export function countCalls(now: () => Date): CallCounter {
  let counted = new Map<string, CallRow>();
  let lastAnswerAt: Date | null = null;
  return {
    add({ verb, path, status, isWrite }) {
      const at = now();
      if (status > 0) lastAnswerAt = at;
      const kept = withoutAttempts(path);
      const key = `${verb} ${kept}`;
      const before = counted.get(key);
      const kind = path.startsWith(questions) ? "question" : isWrite ? "write" : "read";
      counted.set(key, {
        kind,
        verb,
        path: kept,
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
