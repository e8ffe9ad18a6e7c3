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
import { childRunsQuery } from "../queries.ts";
import { parentTag } from "../runs/columns.ts";
import { lastValue, leadMetric } from "./run-facts.ts";
import { RunStatus } from "./run-status.tsx";

const shown = 10;

/** Runs that this one started, such as the points of a search. */
export function ChildRuns({ run }: { run: Run }) {
  const api = useApi();
  const { data } = useQuery(childRunsQuery(api, run));
  const children = data?.items ?? [];
  if (children.length === 0) return null;
  const metric = children.map(leadMetric).find((found) => found !== undefined)?.key;
  const filter = `tags.\`${parentTag}\` = '${run.runId}'`;
  const all = (
    <Link
      href={`${paths.experiment(api.workspace, run.experimentId)}?filter=${encodeURIComponent(filter)}`}
      className="font-medium text-accent text-small hover:underline"
    >
      Compare them
    </Link>
  );
  const headings = [
    { label: "Name" },
    { label: "Status" },
    { label: metric ? `${metric}, last` : "Metric", align: "end" as const },
    { label: "Duration", align: "end" as const },
  ];
  const title = data?.nextCursor ? `the first ${shown}` : String(children.length);
  return (
    <Panel title="Child runs" aside={title} actions={all} flush>
      <Table label="Child runs" headings={headings}>
        {children.slice(0, shown).map((child) => {
          const value = child.metrics.find(({ key }) => key === metric);
          return (
            <tr key={child.runId}>
              <Cell className="font-medium">
                <Link href={paths.run(api.workspace, child.runId)} className="hover:underline">
                  {child.name}
                </Link>
              </Cell>
              <Cell>
                <RunStatus status={child.status} />
              </Cell>
              <Cell align="end">{value && <Figure value={lastValue(value)} />}</Cell>
              <Cell align="end" className="text-ink-2">
                <Duration from={child.startTime} until={child.endTime ?? undefined} />
              </Cell>
            </tr>
          );
        })}
      </Table>
    </Panel>
  );
}
