"use client";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import type { Pending } from "@plumbline/contracts/quotas/pending";
import { formatDuration } from "@plumbline/ui/format/time";
import { useNow } from "@plumbline/ui/time";
import type { ReactNode } from "react";
import { NotifyButton } from "./notify-button.tsx";
import { middleText, spanText, usualText } from "./pending-words.ts";

/** The answer in one sentence, and beside it where the job stands, when it starts and how long it has waited. */
export function PendingHead({ job, pending }: { job: JobDetail; pending: Pending }) {
  const now = useNow();
  const { position, forecast, waitedSeconds, usualWait } = pending;
  return (
    <section
      aria-label="Why it waits"
      className="grid items-center gap-x-7 gap-y-3 rounded-lg border bg-surface px-5 py-4 xl:grid-cols-[minmax(0,1fr)_auto]"
    >
      <div className="min-w-0">
        <p className="wrap-anywhere max-w-[28em] text-pretty font-semibold text-[20px] leading-7 tracking-tight max-sm:text-title">
          {pending.headline}
        </p>
        <p className="mt-1.5 text-ink-2">{pending.detail}</p>
        <p className="mt-2.5">
          <NotifyButton job={job} />
        </p>
      </div>
      <dl className="flex flex-wrap gap-y-2 max-xl:-ml-[22px]">
        {position && <Part label="Position" value={`${position.at} of ${position.of}`} detail={`in ${position.queue}`} />}
        {forecast ? (
          <Part label="Starts, 8 times in 10" value={spanText(forecast, now)} detail={middleText(forecast, now)} />
        ) : (
          <Part label="Starts" value="not foreseen" detail={pending.forecastNote ?? "nothing is known to go by"} />
        )}
        <Part label="Waited" value={formatDuration(waitedSeconds * 1000)} detail={usualText(usualWait)} />
      </dl>
    </section>
  );
}

function Part({ label, value, detail }: { label: string; value: string; detail: ReactNode }) {
  return (
    <div className="max-w-72 border-l px-[22px] py-0.5 text-small max-sm:border-0 max-sm:py-0">
      <dt className="text-ink-3">{label}</dt>
      <dd className="font-semibold text-[20px] text-ink tabular-nums leading-7 tracking-tight">{value}</dd>
      <dd className="text-ink-3">{detail}</dd>
    </div>
  );
}
