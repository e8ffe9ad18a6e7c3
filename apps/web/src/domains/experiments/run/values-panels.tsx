"use client";
import type { MetricSummary } from "@plumbline/contracts/experiments/metric";
import type { Run } from "@plumbline/contracts/experiments/run";
import { CopyButton } from "@plumbline/ui/copy-button";
import { Figure } from "@plumbline/ui/figure";
import { SearchInput } from "@plumbline/ui/input";
import { Panel } from "@plumbline/ui/panel";
import Link from "next/link";
import { useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useRun } from "./run-context.tsx";
import { lastValue } from "./run-facts.ts";
import { TagRow } from "./tag-row.tsx";

const shownValues = 8;

/** Metrics that were logged once: figures, not curves. */
export function FinalValues({ metrics }: { metrics: readonly MetricSummary[] }) {
  const { workspace } = useApi();
  const { runId } = useRun();
  const single = metrics.filter(({ count }) => count === 1);
  if (single.length === 0) return null;
  const all = (
    <Link href={`${paths.run(workspace, runId, "metrics")}?view=table`} className="font-medium text-accent text-small hover:underline">
      Show all
    </Link>
  );
  return (
    <Panel title="Metrics" aside={`${single.length} logged once`} actions={all} flush>
      <dl>
        {single.slice(0, shownValues).map((metric) => (
          <div key={metric.key} className="flex min-h-7 items-center gap-3 border-b px-3 last:border-0">
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

const searchFrom = 12;
const shownParams = 200;

export function ParamsPanel({ run }: { run: Run }) {
  const [search, setSearch] = useState("");
  const [isAll, setAll] = useState(false);
  const word = search.trim().toLowerCase();
  const found = run.params.filter(({ key, value }) => `${key} ${value}`.toLowerCase().includes(word));
  const shown = found.slice(0, isAll || word ? shownParams : searchFrom);
  return (
    <Panel
      title="Params"
      aside={run.params.length}
      flush
      actions={
        found.length > shown.length && (
          <button type="button" onClick={() => setAll(true)} className="font-medium text-accent text-small hover:underline">
            Show all
          </button>
        )
      }
    >
      {run.params.length > searchFrom && (
        <div className="border-b p-2">
          <SearchInput
            aria-label="Search params"
            placeholder="Search params"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
      )}
      {run.params.length === 0 && <p className="px-3 py-2.5 text-ink-3">None were logged. mlflow.log_param, or autologging, names them.</p>}
      <dl>
        {shown.map(({ key, value }) => (
          <div key={key} className="group flex min-h-7 items-center gap-3 border-b px-3 last:border-0">
            <dt className="code min-w-0 flex-1 truncate" title={key}>
              {key}
            </dt>
            <dd className="code flex min-w-0 max-w-[60%] items-center gap-1">
              <span className="opacity-0 focus-within:opacity-100 group-hover:opacity-100">
                <CopyButton text={value} label={`Copy ${key}`} />
              </span>
              <span className="truncate font-semibold" title={value}>
                {value === "" ? <span className="font-normal text-ink-3">empty</span> : value}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <TagRow run={run} />
    </Panel>
  );
}
