"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { useNow } from "@plumbline/ui/time";
import { figuresOf } from "./figures.ts";

/** A job in six figures at most. */
export function FiguresStrip({ job, run }: { job: JobDetail; run: Run | undefined }) {
  const figures = figuresOf(job, run, useNow());
  if (figures.length === 0) return null;
  return (
    <div className="overflow-hidden rounded-lg border bg-surface">
      <dl className="-mt-px -ml-px grid grid-cols-2 sm:grid-cols-3 xl:auto-cols-fr xl:grid-flow-col xl:grid-cols-none">
        {figures.map(({ label, value, detail, share }) => (
          <div key={label} className="relative min-w-0 border-t border-l px-3.5 pt-2 pb-2.5 text-small">
            <dt className="truncate text-ink-3">{label}</dt>
            <dd className="truncate font-semibold text-title tabular-nums tracking-tight max-sm:whitespace-normal" title={value}>
              {value}
            </dd>
            <dd className="truncate text-ink-3 tabular-nums max-sm:whitespace-normal" title={detail}>
              {detail}
            </dd>
            {share !== undefined && (
              <i aria-hidden="true" className="absolute right-3.5 bottom-0 left-3.5 h-0.5 bg-sunken">
                <i className="block h-full bg-accent" style={{ width: `${Math.min(100, share * 100)}%` }} />
              </i>
            )}
          </div>
        ))}
      </dl>
    </div>
  );
}
