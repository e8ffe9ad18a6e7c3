import type { ProcessRunner } from "@plumbline/processes";
import type { Deps } from "../../../kernel/index.ts";
import type { AttemptName } from "../executor.ts";
import type { CheckpointWatch } from "./watch-checkpoints.ts";

interface Watch {
  readonly runner: ProcessRunner;
  readonly drain: (name: AttemptName) => Promise<void>;
  readonly checkpoints: CheckpointWatch;
  readonly onChange: (name: AttemptName) => void;
  readonly logger: Deps["logger"];
  readonly signal: AbortSignal;
}

const everyMs = 500;

/** Takes over what programs say, keeps their checkpoints, and tells of those whose state is another than at the last look. */
export function watchPrograms({ runner, drain, checkpoints, onChange, logger, signal }: Watch): void {
  let known = new Map<AttemptName, string>();
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    const seen = new Map<AttemptName, string>();
    for (const name of await runner.list()) {
      const { state } = await runner.observe(name);
      seen.set(name, state);
      if (known.get(name) !== state) onChange(name);
      if (state !== "running") continue;
      checkpoints.look(name);
      await drain(name).catch((error: unknown) => complain(name, error));
    }
    known = seen;
  };
  const complain = (name: AttemptName | undefined, error: unknown): void =>
    logger.warn({ err: error, attempt: name }, "what a job said could not be taken over; trying again");
  const again = (): void => {
    if (signal.aborted) return;
    timer = setTimeout(() => {
      look()
        .catch((error: unknown) => complain(undefined, error))
        .finally(again);
    }, everyMs);
  };
  again();
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
}
