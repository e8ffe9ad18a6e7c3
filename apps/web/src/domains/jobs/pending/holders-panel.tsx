"use client";
import type { Pending } from "@plumbline/contracts/quotas/pending";
import { Panel } from "@plumbline/ui/panel";
import { useNow } from "@plumbline/ui/time";
import { clsx } from "clsx";
import Link from "next/link";
import { TimeAxis } from "#src/components/time-axis/time-axis.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { amountText } from "../words.ts";
import { type HolderBar, type HoldersChart, holderName, holdersChart } from "./holders-chart.ts";
import { spanText } from "./pending-words.ts";

const columns = "sm:grid-cols-[minmax(0,240px)_36px_minmax(0,1fr)]";

/** What must end first, over time: the sure part of each holder full, the rest hatched. */
export function HoldersPanel({ pending }: { pending: Pending }) {
  const now = useNow();
  const chart = holdersChart(pending, now);
  const hasOthers = pending.holders.some(({ isOwn }) => !isOwn);
  return (
    <Panel
      title="What must end first"
      aside={<span className="max-md:hidden">by expected end; hatched is the part nobody is sure of</span>}
      actions={
        hasOthers && <span className="text-ink-3 text-small max-md:hidden">Names of other workspaces' jobs are not shown to you</span>
      }
      flush
    >
      <div className="relative px-3 pt-3.5">
        <div aria-hidden="true" className="pointer-events-none absolute inset-y-0 right-3 left-3 sm:left-[304px]">
          {chart.start && <StartShade chart={chart} />}
          <TimeAxis from={chart.from} to={chart.to} now={now} most={6} />
        </div>
        <ThisJob pending={pending} chart={chart} now={now} />
        {chart.bars.map((bar, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: holders of other workspaces have no identity
          <HolderRow key={at} bar={bar} chart={chart} />
        ))}
        <div className="h-6" />
      </div>
    </Panel>
  );
}

const placeOf = ({ from, to }: HoldersChart, at: number): number => Math.min(100, Math.max(0, ((at - from) / (to - from)) * 100));

function StartShade({ chart }: { chart: HoldersChart }) {
  if (!chart.start) return null;
  const left = placeOf(chart, chart.start.from);
  return (
    <i
      style={{ left: `${left}%`, width: `${placeOf(chart, chart.start.to) - left}%` }}
      className="absolute top-0 bottom-6 bg-accent-soft"
    />
  );
}

function ThisJob({ pending, chart, now }: { pending: Pending; chart: HoldersChart; now: number }) {
  const { start } = chart;
  const left = start ? placeOf(chart, start.from) : 0;
  const right = start ? placeOf(chart, start.to) : 0;
  return (
    <div className={clsx("relative mb-1.5 grid items-center gap-x-3", columns)}>
      <span className="truncate text-small">
        <strong className="font-semibold">This job</strong>{" "}
        <span className="text-ink-3">waiting for {amountText(pending.blocking.needed)}</span>
      </span>
      <span className="max-sm:hidden" />
      <div className="relative h-7">
        {!start && <span className="text-ink-3 text-small leading-7">its start is not foreseen</span>}
        {start && pending.forecast && (
          <>
            <i aria-hidden="true" style={{ width: `${left}%` }} className="absolute top-3.5 h-px border-ink-3 border-t border-dashed" />
            <i
              aria-hidden="true"
              style={{ left: `${left}%`, width: `max(3px, ${right - left}%)` }}
              className="absolute top-1 h-5 rounded-[2px] border-[1.5px] border-accent bg-surface"
            />
            <i aria-hidden="true" style={{ left: `${placeOf(chart, start.middle)}%` }} className="absolute top-0 h-7 w-0.5 bg-accent" />
            <span
              style={{ left: `${right}%` }}
              className="absolute whitespace-nowrap pl-2 font-semibold text-small leading-7 max-sm:hidden"
            >
              starts {spanText(pending.forecast, now)}
            </span>
          </>
        )}
      </div>
    </div>
  );
}

const hatch = {
  own: "bg-[repeating-linear-gradient(135deg,var(--accent)_0_1.6px,transparent_1.6px_5px)] border-accent-line",
  other: "bg-[repeating-linear-gradient(135deg,var(--text-3)_0_1.6px,transparent_1.6px_5px)] border-line-strong opacity-70",
};

function HolderRow({ bar, chart }: { bar: HolderBar; chart: HoldersChart }) {
  const { workspace } = useViewer();
  const { holder, sure, unsure } = bar;
  const isKnown = sure !== undefined && unsure !== undefined;
  const sureAt = isKnown ? placeOf(chart, sure) : 0;
  const end = isKnown ? placeOf(chart, unsure) : 0;
  const name = holderName(holder);
  return (
    <div className={clsx("relative mb-1.5 grid items-center gap-x-3", columns)}>
      <span className="flex min-w-0 gap-2 text-small">
        <span className={clsx("flex-none", holder.isOwn ? "font-semibold" : "text-ink-2")}>{holder.workspace}</span>
        {holder.job ? (
          <Link href={paths.job(workspace, holder.job.id)} className="truncate text-ink-3 hover:underline">
            {name}
            {holder.job.isMine && ", yours"}
          </Link>
        ) : (
          <span className="truncate text-ink-3">{name}</span>
        )}
      </span>
      <span className="text-right text-ink-2 text-small tabular-nums max-sm:hidden">{amountText(holder.amount)}</span>
      <div className="relative h-7">
        {isKnown && (
          <>
            <i
              aria-hidden="true"
              style={{ width: `${sureAt}%` }}
              className={clsx("absolute top-1 h-5 rounded-l-[2px]", holder.isOwn ? "bg-accent" : "bg-line-strong")}
            />
            <i
              aria-hidden="true"
              style={{ left: `${sureAt}%`, width: `${end - sureAt}%` }}
              className={clsx("absolute top-1 h-5 border", holder.isOwn ? hatch.own : hatch.other)}
            />
          </>
        )}
        <span
          style={{ left: `${end}%` }}
          className={clsx("absolute max-w-full truncate pl-2 text-ink-2 text-small leading-7", isKnown && "max-sm:hidden")}
        >
          {isKnown ? `frees ${amountText(holder.amount)}` : "no end is known"} <span className="pl-1 text-ink-3">{holder.afterwards}</span>
        </span>
      </div>
    </div>
  );
}
