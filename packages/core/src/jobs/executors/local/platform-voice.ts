import type { Deps } from "../../../kernel/index.ts";
import { acceptReport } from "../../logs/accept-report.ts";
import { nextSequenceOf } from "../../logs/next-sequence.ts";

interface SpokenOf {
  readonly workspaceId: number;
  readonly jobId: string;
  readonly attempt: number;
}

export interface PlatformVoice {
  /** Adds a line to the attempt's log. */
  readonly say: (text: string) => void;
  /** Resolves when all that was said is in the log; answers the sequence of the report after it. */
  readonly settle: () => Promise<number>;
}

const quietMs = 500;
const lineMax = 8000;
const linesAtOnce = 500;

/** The platform's own words in an attempt's log, while there is no program yet. Lines that come together go together. */
export async function openPlatformVoice(deps: Deps, of: SpokenOf): Promise<PlatformVoice> {
  let next = await nextSequenceOf(deps, { ...of, rank: 0 });
  const waiting: { at: number; stream: "platform"; text: string }[] = [];
  let sending = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const send = async (): Promise<void> => {
    while (waiting.length > 0) {
      const lines = waiting.splice(0, linesAtOnce);
      const report = { rank: 0, sequence: next, lines, lostLines: 0, samples: [] };
      next = (await acceptReport(deps, of, report)).nextSequence;
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    sending = sending.then(send, send);
    return sending;
  };
  return {
    say(text) {
      waiting.push({ at: deps.now().getTime(), stream: "platform", text: text.slice(0, lineMax).toWellFormed() });
      timer ??= setTimeout(() => void flush().catch(() => undefined), quietMs);
    },
    async settle() {
      await flush();
      return next;
    },
  };
}
