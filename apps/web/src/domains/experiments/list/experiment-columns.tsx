import type { ExperimentSummary } from "@plumbline/contracts/experiments/experiment";
import type { TableColumn } from "@plumbline/ui/data-table";
import { Bytes, Count, Figure } from "@plumbline/ui/figure";
import { Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import Link from "next/link";
import { paths } from "#src/shell/paths.ts";
import { ownerName } from "../run/run-facts.ts";
import { ExperimentMenu } from "./experiment-menu.tsx";
import { NoBest } from "./no-best.tsx";

const none = <span className="text-ink-3">none</span>;

export function experimentColumns(workspace: string): TableColumn<ExperimentSummary>[] {
  return [
    {
      id: "name",
      label: "Name",
      width: 240,
      isGrowing: true,
      cell: (row) => (
        <Link href={paths.experiment(workspace, row.experimentId)} className="truncate font-medium hover:underline" title={row.name}>
          {row.name}
        </Link>
      ),
    },
    { id: "runs", label: "Runs", width: 90, align: "end", cell: (row) => <Count value={row.runCount} /> },
    {
      id: "running",
      label: "Running",
      width: 110,
      cell: (row) => (row.runningCount > 0 ? <Status shape="running">{row.runningCount} running</Status> : null),
    },
    {
      id: "best",
      label: "Best metric",
      width: 200,
      cell: (row) =>
        row.bestMetric ? (
          <Link href={paths.run(workspace, row.bestMetric.runId)} className="flex min-w-0 gap-1.5 hover:underline">
            <span className="truncate text-ink-2">{row.bestMetric.key}</span>
            <Figure value={row.bestMetric.value} className="font-medium" />
          </Link>
        ) : (
          <NoBest experiment={row} />
        ),
    },
    {
      id: "last",
      label: "Last activity",
      width: 110,
      align: "end",
      cell: (row) => (row.lastRunTime === null ? none : <Time at={row.lastRunTime} className="text-ink-2" />),
    },
    {
      id: "storage",
      label: "Storage",
      width: 90,
      align: "end",
      // Points and files, as of the last measurement.
      cell: (row) => (row.storageBytes === null ? null : <Bytes value={row.storageBytes} className="text-ink-2" />),
    },
    {
      id: "owner",
      label: "Owner",
      width: 160,
      cell: (row) => <span className="truncate text-ink-2">{ownerName(row)}</span>,
    },
    {
      id: "created",
      label: "Created",
      width: 90,
      align: "end",
      cell: (row) => <Time at={row.creationTime} className="text-ink-3" />,
    },
    {
      id: "menu",
      label: "More",
      header: <span className="sr-only">More</span>,
      width: 48,
      cell: (row) => <ExperimentMenu experiment={row} />,
    },
  ];
}
