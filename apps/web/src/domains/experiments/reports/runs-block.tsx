"use client";
import { fromMetricNumber } from "@plumbline/contracts/experiments/metric";
import type { RunsBlock } from "@plumbline/contracts/experiments/report-text";
import type { Run } from "@plumbline/contracts/experiments/run";
import { ChartGrid } from "@plumbline/ui/charts/chart-grid";
import { assignColors } from "@plumbline/ui/charts/colors";
import { LineChart } from "@plumbline/ui/charts/line-chart";
import { Figure } from "@plumbline/ui/figure";
import { Panel } from "@plumbline/ui/panel";
import { Skeleton, SkeletonRows } from "@plumbline/ui/skeleton";
import { Swatch } from "@plumbline/ui/status";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { problemText } from "#src/shell/problem-text.ts";
import { curvesQuery, experimentQuery } from "../queries.ts";
import { lastValue, tagOf } from "../run/run-facts.ts";
import { RunStatus } from "../run/run-status.tsx";
import { BlockProblem } from "./block-problem.tsx";
import { blockRunsQuery } from "./queries.ts";

/** A table or a chart of a report, of the runs as they are now. */
export function RunsBlockView({ block }: { block: RunsBlock }) {
  const query = useQuery(blockRunsQuery(useApi(), block));
  const refused = <BlockProblem line={block.line} message={query.error ? problemText(query.error).detail : ""} />;
  return (
    <Panel
      title={block.title || titleOf(block)}
      aside={query.data && <Scope block={block} runs={query.data} />}
      flush={block.kind === "table"}
    >
      <Loaded
        query={query}
        what="The runs"
        refused={refused}
        skeleton={<SkeletonRows label="The runs are being read" rows={3} columns={[180, 80, 80]} />}
      >
        {(runs) => {
          if (runs.length === 0) return <p className="p-3 text-ink-3">No run matches now.</p>;
          return block.kind === "table" ? <RunTable block={block} runs={runs} /> : <RunCharts block={block} runs={runs} />;
        }}
      </Loaded>
    </Panel>
  );
}

const titleOf = ({ kind, keys }: RunsBlock): string => (kind === "chart" ? keys.join(", ") : "Runs");

/** Which runs these are, and the way to all of them where they lie in one experiment. */
function Scope({ block, runs }: { block: RunsBlock; runs: readonly Run[] }) {
  const { workspace } = useApi();
  const [experimentId] = block.experimentIds;
  const isCut = runs.length === block.limit;
  return (
    <>
      {isCut && "the first "}
      {runs.length}
      {block.experimentIds.length === 1 && experimentId !== undefined && (
        <>
          {" of "}
          <Link
            href={`${paths.experiment(workspace, experimentId)}${block.filter && `?filter=${encodeURIComponent(block.filter)}`}`}
            className="text-accent hover:underline"
          >
            <ExperimentTitle experimentId={experimentId} />
          </Link>
        </>
      )}
    </>
  );
}

/** By its number until its name is there. */
function ExperimentTitle({ experimentId }: { experimentId: string }) {
  const { data } = useQuery(experimentQuery(useApi(), experimentId));
  return data?.name ?? `experiment ${experimentId}`;
}

function RunTable({ block, runs }: { block: RunsBlock; runs: readonly Run[] }) {
  const { workspace } = useApi();
  const columns = block.keys.map((key) => ({ key, label: key.slice(key.indexOf(".") + 1), isMetric: key.startsWith("metrics.") }));
  const headings = [
    { label: "Run" },
    { label: "Status" },
    // The part tells apart what is called alike.
    ...columns.map(({ key, label, isMetric }) => ({
      label: columns.filter((other) => other.label === label).length > 1 ? key : label,
      ...(isMetric ? { align: "end" as const } : {}),
    })),
  ];
  return (
    <Table label={block.title || "Runs"} headings={headings}>
      {runs.map((run) => (
        <tr key={run.runId}>
          <Cell className="font-medium">
            <Link href={paths.run(workspace, run.runId)} className="hover:underline">
              {run.name}
            </Link>
          </Cell>
          <Cell>
            <RunStatus status={run.status} />
          </Cell>
          {columns.map(({ key, label, isMetric }) => (
            <Cell key={key} {...(isMetric ? { align: "end" as const } : {})} className="max-w-56 truncate">
              <Value run={run} part={key.slice(0, key.indexOf("."))} name={label} />
            </Cell>
          ))}
        </tr>
      ))}
    </Table>
  );
}

function Value({ run, part, name }: { run: Run; part: string; name: string }) {
  if (part === "params") return <span className="code">{run.params.find(({ key }) => key === name)?.value}</span>;
  if (part === "tags") return tagOf(run, name);
  const metric = run.metrics.find(({ key }) => key === name);
  return metric && <Figure value={lastValue(metric)} />;
}

function RunCharts({ block, runs }: { block: RunsBlock; runs: readonly Run[] }) {
  const runIds = runs.map(({ runId }) => runId);
  const curves = useQuery(curvesQuery(useApi(), { runIds, keys: block.keys }));
  const colors = assignColors(runIds);
  const [range, setRange] = useState<readonly [number, number]>();
  return (
    <div className="grid gap-2.5">
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-small">
        {runs.map((run) => (
          <li key={run.runId} className="flex min-w-0 max-w-full items-center gap-1.5">
            <Swatch color={colors.get(run.runId) ?? 1} />
            <span className="truncate">{run.name}</span>
          </li>
        ))}
      </ul>
      <Loaded query={curves} what="The curves" skeleton={<Skeleton className="h-40! w-full rounded-lg!" />}>
        {(data) => (
          <ChartGrid>
            {block.keys.map((key) => (
              <LineChart
                key={key}
                title={key}
                xLabel="step"
                syncKey={`report ${block.line}`}
                range={range}
                onRange={setRange}
                hasLegend={false}
                height={190}
                series={runs.map((run) => ({
                  id: run.runId,
                  label: run.name,
                  color: colors.get(run.runId) ?? 1,
                  points: pointsOf(data.curves.find((curve) => curve.runId === run.runId && curve.key === key)),
                }))}
              />
            ))}
          </ChartGrid>
        )}
      </Loaded>
    </div>
  );
}

type Points = readonly { step: number; value: Parameters<typeof fromMetricNumber>[0] }[];

const pointsOf = (curve: { points: Points } | undefined) =>
  (curve?.points ?? []).map(({ step, value }) => ({ x: step, y: fromMetricNumber(value) }));
