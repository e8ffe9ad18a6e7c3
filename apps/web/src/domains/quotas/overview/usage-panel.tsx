"use client";
import type { UsageSeries } from "@plumbline/contracts/quotas/overview";
import { StackedChart } from "@plumbline/ui/charts/stacked-chart";
import { formatMoney } from "@plumbline/ui/format/money";
import { Panel } from "@plumbline/ui/panel";
import { Segments } from "@plumbline/ui/tabs";
import { TimeAxis } from "#src/components/time-axis/time-axis.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { amountText, unitWords } from "../words.ts";
import { type UsageView, usageSeries, usageViews } from "./usage-series.ts";

const viewWords: Readonly<Record<UsageView, string>> = { held: "Held", busy: "Busy", "sm-active": "SM active" };
const viewNotes: Readonly<Record<UsageView, string>> = {
  held: "held, by workspace",
  busy: "on which some kernel ran, where it was measured",
  "sm-active": "active, as DCGM measures it, where it was measured",
};

/** Who used how much over time; held and worked are different pictures, and so are the two measures of work. */
export function UsagePanel({ usage, colorOf }: { usage: UsageSeries; colorOf: (workspace: string) => number }) {
  const { get, set } = useUrlState();
  const views = usageViews(usage);
  const view = views.find((one) => one === get("use")) ?? "held";
  const series = usageSeries(usage, view, colorOf);
  const steps = usage.series[0]?.held.length ?? 0;
  const units = unitWords[usage.resource].many;
  const hours = usage.stepSeconds / 3600;
  return (
    <Panel
      title="Usage"
      aside={`${units} ${viewNotes[view]}, one point every ${hours === 1 ? "hour" : `${hours} hours`}`}
      actions={
        views.length > 1 && (
          <Segments
            label="What is shown"
            size="small"
            value={view}
            onChange={(next) => set({ use: next === "held" ? undefined : next })}
            options={views.map((value) => ({ value, label: viewWords[value] }))}
          />
        )
      }
    >
      {series.length === 0 ? (
        <p className="grid h-[180px] place-items-center text-ink-2">Nothing was held in this time.</p>
      ) : (
        <StackedChart
          title={`${units} ${viewNotes[view]}`}
          series={series}
          steps={steps}
          stepSeconds={usage.stepSeconds}
          limit={{ value: usage.capacity, label: `${amountText(usage.capacity)} capacity` }}
          axis={
            <div aria-hidden="true" className="relative h-6">
              <TimeAxis from={Date.parse(usage.from)} to={Date.parse(usage.to)} />
            </div>
          }
        />
      )}
      {usage.cost && <Cost usage={usage} total={usage.cost} />}
    </Panel>
  );
}

/** What the time that is looked at has cost; what had no rate cost nothing that is known. */
function Cost({ usage, total }: { usage: UsageSeries; total: NonNullable<UsageSeries["cost"]> }) {
  const own = usage.series.find(({ isOwn }) => isOwn)?.cost;
  return (
    <p className="mt-2 text-ink-2">
      <strong className="font-semibold text-ink">{formatMoney(total.amount, total.currency)}</strong> for what was held in this time
      {own && `, ${formatMoney(own.amount, own.currency)} of it by your workspace`}.
    </p>
  );
}
