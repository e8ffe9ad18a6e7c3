"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import { Figure } from "@plumbline/ui/figure";
import { Panel } from "@plumbline/ui/panel";
import { Duration } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Cell, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { foundQuery } from "../compare/compare-scope.ts";
import { childRunsQuery } from "../queries.ts";
import { parentTag } from "../runs/columns.ts";
import { bestFirst, metricOf } from "./best-first.ts";
import { differingParams } from "./differing-params.ts";
import { lastValue, leadMetric } from "./run-facts.ts";
import { RunStatus } from "./run-status.tsx";

const shownRuns = 10;
const shownParams = 3;

/** Runs that this one started, such as the points of a search: which did best, and what differed. */
export function ChildRuns({ run }: { run: Run }) {
  const api = useApi();
  const { data } = useQuery(childRunsQuery(api, run));
  const children = data?.items ?? [];
  if (children.length === 0) return null;
  const metric = children.map(leadMetric).find((found) => found !== undefined)?.key;
  const params = differingParams(children).slice(0, shownParams);
  const filter = `tags.\`${parentTag}\` = '${run.runId}'`;
  const all = (
    <Link
      href={paths.compare(api.workspace, foundQuery({ experimentId: run.experimentId, filter }))}
      className="font-medium text-accent text-small hover:underline"
    >
      Compare them
    </Link>
  );
  const headings = [
    { label: "Name" },
    { label: "Status" },
    { label: metric ? `${metric}, last` : "Metric", align: "end" as const },
    ...params.map((label) => ({ label, align: "end" as const, className: "code" })),
    { label: "Duration", align: "end" as const },
  ];
  return (
    <Panel title="Child runs" aside={scopeOf(children.length, data?.nextCursor != null, metric)} actions={all} flush>
      <Table label="Child runs" headings={headings}>
        {bestFirst(children, metric)
          .slice(0, shownRuns)
          .map((child) => (
            <ChildRow key={child.runId} child={child} metric={metric} params={params} />
          ))}
      </Table>
    </Panel>
  );
}

/** Which of the children are listed, in words. */
function scopeOf(count: number, hasMore: boolean, metric: string | undefined): string {
  const best = metric ? "best" : "first";
  if (hasMore) return `the ${best} ${shownRuns} of the newest ${count}`;
  return count > shownRuns ? `the ${best} ${shownRuns} of ${count}` : String(count);
}

function ChildRow({ child, metric, params }: { child: Run; metric: string | undefined; params: readonly string[] }) {
  const { workspace } = useApi();
  const value = metricOf(child, metric);
  return (
    <tr>
      <Cell className="font-medium">
        <Link href={paths.run(workspace, child.runId)} className="hover:underline">
          {child.name}
        </Link>
      </Cell>
      <Cell>
        <RunStatus status={child.status} />
      </Cell>
      <Cell align="end">{value && <Figure value={lastValue(value)} />}</Cell>
      {params.map((key) => (
        <Cell key={key} align="end" className="code max-w-40 truncate">
          {child.params.find((param) => param.key === key)?.value}
        </Cell>
      ))}
      <Cell align="end" className="text-ink-2">
        <Duration from={child.startTime} until={child.endTime ?? undefined} />
      </Cell>
    </tr>
  );
}
