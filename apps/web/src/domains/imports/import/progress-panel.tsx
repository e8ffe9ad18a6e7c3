"use client";
import type { ImportProgress } from "@plumbline/contracts/imports";
import { Count } from "@plumbline/ui/figure";
import { Panel } from "@plumbline/ui/panel";
import { ProgressBar } from "#src/components/progress-bar.tsx";
import { inWords } from "../import-words.ts";

/** What is being done, how much of it is done, how fast, and how long it will take. */
export function ProgressPanel({ progress }: { progress: ImportProgress }) {
  const { message, done, total, ratePerSecond: rate, remainingSeconds: left } = progress;
  return (
    <Panel title={message}>
      <div className="grid gap-2">
        {total > 0 && <ProgressBar label={message} share={done / total} />}
        <p className="text-ink-2 text-small">
          {total > 0 && (
            <>
              <Count value={done} /> of <Count value={total} />
            </>
          )}
          {rate !== null && rate > 0 && <>, {rate >= 10 ? Math.round(rate) : rate.toFixed(1)} a second</>}
          {left !== null && <>, about {inWords(left)} left</>}
          {total > 0 ? ". " : ""}It goes on if you leave.
        </p>
      </div>
    </Panel>
  );
}
