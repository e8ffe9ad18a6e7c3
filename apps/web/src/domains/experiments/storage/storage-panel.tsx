"use client";
import type { ExperimentStorage, WorkspaceStorage } from "@plumbline/contracts/experiments/storage";
import { Bytes, Count } from "@plumbline/ui/figure";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Chip } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { storageQuery } from "./queries.ts";

const headings = [
  { label: "Experiment" },
  { label: "Files", align: "end" as const },
  { label: "Points", align: "end" as const },
  { label: "Runs", align: "end" as const },
  { label: "Deleted", align: "end" as const },
];

/** What the runs of each experiment take, those that take most first. */
export function StoragePanel() {
  const query = useQuery(storageQuery(useApi()));
  const measuredAt = query.data?.measuredAt;
  return (
    <Panel
      title="Storage of experiments"
      aside={
        measuredAt && (
          <>
            measured every day, last <Time at={Date.parse(measuredAt)} style="sentence" />
          </>
        )
      }
      className="lg:col-span-2"
      flush
    >
      <Loaded
        query={query}
        what="The storage"
        skeleton={<SkeletonRows label="The storage is being read" columns={[200, 70, 70, 60, 60]} />}
      >
        {(storage) => (storage.measuredAt === null ? <NotYet /> : <Experiments storage={storage} />)}
      </Loaded>
    </Panel>
  );
}

function NotYet() {
  return <EmptyState title="Nothing was measured yet">What runs take is measured every day, the first time within a day.</EmptyState>;
}

function Experiments({ storage: { total, experiments } }: { storage: WorkspaceStorage }) {
  return (
    <>
      <Table label="Storage of experiments" headings={headings}>
        {experiments.map((one) => (
          <Row key={one.experimentId} one={one} />
        ))}
      </Table>
      <p className="border-t px-3 py-2 text-ink-3 text-small">
        All together <Bytes value={total.artifactBytes} /> of files and <Bytes value={total.pointBytes} /> of <Count value={total.points} />{" "}
        points. Here files with the same bytes count each time that they are named.
      </p>
    </>
  );
}

function Row({ one }: { one: ExperimentStorage }) {
  const { workspace } = useApi();
  return (
    <tr>
      <Cell className="font-medium">
        <span className="flex items-center gap-2">
          <Link href={paths.experiment(workspace, one.experimentId)} className="block max-w-80 truncate hover:underline" title={one.name}>
            {one.name}
          </Link>
          {one.isDeleted && <Chip tone="warn">Deleted</Chip>}
        </span>
      </Cell>
      <Cell align="end">
        <Bytes value={one.artifactBytes} />
      </Cell>
      <Cell align="end">
        <Bytes value={one.pointBytes} />
      </Cell>
      <Cell align="end">
        <Count value={one.runs} />
      </Cell>
      <Cell align="end">
        <Count value={one.deletedRuns} />
      </Cell>
    </tr>
  );
}
