"use client";
import type { ComparedRun } from "@plumbline/contracts/experiments/compare-runs";
import { Button } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Time } from "@plumbline/ui/time";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { runsQuery } from "../queries.ts";
import { RunStatus } from "../run/run-status.tsx";

const shownRuns = 20;
const noColumns = { metrics: [], params: [], tags: [] };
const headings = [{ label: "Name" }, { label: "Status" }, { label: "Started", align: "end" as const }, { label: "Choose", isHidden: true }];

/** With which run? The newest ones of its experiment, since those are what one run is mostly held against. */
export function OneRun({ run, onChoose }: { run: ComparedRun; onChoose: (runId: string) => void }) {
  const search = { experimentIds: [run.experimentId], filter: "", orderBy: [], view: "active" as const, columns: noColumns };
  const query = useInfiniteQuery(runsQuery(useApi(), search));
  return (
    <Panel title={`Compare ${run.name} with`} aside="the newest runs of its experiment; others are found under Runs" flush>
      <Loaded query={query} what="The runs" skeleton={<SkeletonRows label="Runs are being read" rows={8} columns={[180, 80, 80]} />}>
        {({ pages }) => {
          const others = (pages[0]?.items ?? []).filter(({ runId }) => runId !== run.runId).slice(0, shownRuns);
          return others.length === 0 ? (
            <EmptyState title="It is the only run of its experiment">Find one of another experiment under Runs.</EmptyState>
          ) : (
            <Table label="Newest runs" headings={headings}>
              {others.map((other) => (
                <tr key={other.runId}>
                  <Cell className="max-w-80 truncate font-medium">{other.name}</Cell>
                  <Cell>
                    <RunStatus status={other.status} />
                  </Cell>
                  <Cell align="end">
                    <Time at={other.startTime} className="text-ink-2" />
                  </Cell>
                  <Cell align="end">
                    <Button size="small" aria-label={`Compare with ${other.name}`} onClick={() => onChoose(other.runId)}>
                      Compare
                    </Button>
                  </Cell>
                </tr>
              ))}
            </Table>
          );
        }}
      </Loaded>
    </Panel>
  );
}
