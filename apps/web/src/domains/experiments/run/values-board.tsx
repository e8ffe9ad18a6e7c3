"use client";
import type { MetricSummary } from "@plumbline/contracts/experiments/metric";
import { Figure } from "@plumbline/ui/figure";
import { Panel } from "@plumbline/ui/panel";
import Link from "next/link";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { rankMetrics } from "./metric-rank.ts";
import { useRun } from "./run-context.tsx";
import { lastValue } from "./run-facts.ts";

const shownValues = 12;

/** What was measured once, where there is no curve to draw: the most telling first. */
export function ValuesBoard({ metrics }: { metrics: readonly MetricSummary[] }) {
  const { workspace } = useApi();
  const { runId } = useRun();
  const byKey = new Map(metrics.map((metric) => [metric.key, metric]));
  const ranked = rankMetrics([...byKey.keys()]).flatMap((key) => byKey.get(key) ?? []);
  const rest = ranked.length - shownValues;
  const all = (
    <Link href={`${paths.run(workspace, runId, "metrics")}?view=table`} className="font-medium text-accent text-small hover:underline">
      {rest > 0 ? `${rest} more` : "As a table"}
    </Link>
  );
  return (
    <Panel title="Metrics" aside={`${ranked.length} logged once`} actions={all} flush>
      <dl className="grid overflow-hidden [grid-template-columns:repeat(auto-fill,minmax(min(168px,50%),1fr))]">
        {ranked.slice(0, shownValues).map((metric) => (
          <div key={metric.key} className="min-w-0 px-3 py-2.5 shadow-[1px_0_0_var(--color-line),0_1px_0_var(--color-line)]">
            <dt className="code truncate text-ink-2" title={metric.key}>
              {metric.key}
            </dt>
            <dd className="mt-0.5 font-semibold text-heading">
              <Figure value={lastValue(metric)} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
