import type { MetricSummary } from "@plumbline/contracts/experiments/metric";
import { Figure } from "@plumbline/ui/figure";
import { Panel } from "@plumbline/ui/panel";
import { lastValue } from "./run-facts.ts";

/** Metrics of one point: figures, which no chart would say better. */
export function LoggedOnce({ metrics }: { metrics: readonly MetricSummary[] }) {
  const single = metrics.filter(({ count }) => count === 1);
  if (single.length === 0) return null;
  return (
    <Panel title="Logged once" aside={single.length} flush>
      <dl className="-mb-px grid sm:grid-cols-2 xl:grid-cols-3">
        {single.map((metric) => (
          <div key={metric.key} className="flex min-h-7 items-center gap-3 border-b px-3">
            <dt className="code min-w-0 flex-1 truncate" title={metric.key}>
              {metric.key}
            </dt>
            <dd className="font-semibold">
              <Figure value={lastValue(metric)} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
