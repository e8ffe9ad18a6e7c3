import type { EndCause } from "../process-runner.ts";
import type { ProgramTree } from "../program-tree.ts";

export interface Ending {
  /** Asks the whole program to end, and kills it when it is still there after the grace. The first cause counts, and the shortest grace. */
  begin(cause: EndCause, graceMs: number): void;
  /** Undefined while nobody asked. */
  cause(): EndCause | undefined;
  /** Once its leader has ended: ends all that is left of the program. Answers how many processes cannot be ended. */
  finish(): Promise<number>;
}

const againMs = 50;
// A process that waits for a device does not end before the device answers.
const patienceMs = 10_000;

export function createEnding(tree: ProgramTree): Ending {
  let cause: EndCause | undefined;
  let deadline = Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  // What is killed may have children that were being born: it is looked for until nothing is found.
  const kill = (): void => {
    tree.signal("SIGKILL");
    timer = setTimeout(kill, againMs);
  };
  return {
    begin(reason, graceMs) {
      if (cause === undefined && graceMs > 0) {
        tree.signal("SIGTERM");
        // One that is halted hears nothing else.
        tree.signal("SIGCONT");
      }
      cause ??= reason;
      const at = performance.now() + graceMs;
      if (at >= deadline) return;
      deadline = at;
      clearTimeout(timer);
      if (graceMs === 0) kill();
      else timer = setTimeout(kill, graceMs);
    },
    cause: () => cause,
    async finish() {
      clearTimeout(timer);
      const until = performance.now() + patienceMs;
      let left = tree.signal("SIGKILL");
      while (left > 0 && performance.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, againMs));
        left = tree.signal("SIGKILL");
      }
      return left;
    },
  };
}
