"use client";
import type { TrashedRun } from "@plumbline/contracts/experiments/trash";
import { Button } from "@plumbline/ui/button";
import { DataTable, type TableColumn } from "@plumbline/ui/data-table";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useDeferredValue, useMemo, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { AskAct } from "../runs/bulk/ask-act.tsx";
import { chosenRows } from "../runs/bulk/chosen.ts";
import { DeletedActs } from "../runs/bulk/deleted-acts.tsx";
import { useBulkAct } from "../runs/bulk/use-bulk-act.ts";
import { trashedRunsQuery } from "./queries.ts";
import { deletedColumns } from "./trash-columns.tsx";

export interface TrashPanelProps {
  search: string;
  /** Shows how an act goes. */
  onShow: (actId: string) => void;
}

const none: ReadonlySet<string> = new Set();

/** Deleted runs, of experiments that are not deleted themselves. */
export function TrashedRuns({ search, onShow }: TrashPanelProps) {
  const api = useApi();
  const router = useRouter();
  const { can } = useViewer();
  const [selected, setSelected] = useState(none);
  const query = useInfiniteQuery(trashedRunsQuery(api, useDeferredValue(search)));
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const columns = useMemo(() => columnsOf(api.workspace), [api.workspace]);
  const selection = can("run:delete") ? { keys: selected, onChange: setSelected } : undefined;
  const isMore = query.hasNextPage && !query.isFetchingNextPage;
  return (
    <>
      <section className="flex min-h-0 flex-col overflow-hidden rounded-lg border bg-surface">
        <Loaded
          query={query}
          what="The trash"
          skeleton={<SkeletonRows label="The trash is being read" columns={[200, 140, 80, 110, 100]} />}
        >
          {() =>
            rows.length === 0 ? (
              <Nothing search={search} />
            ) : (
              <DataTable
                label="Deleted runs"
                columns={columns}
                rows={rows}
                rowKey={(row: TrashedRun) => row.runId}
                rowLabel={(row) => row.name}
                rowCount={query.hasNextPage ? undefined : rows.length}
                {...(selection ? { selection } : {})}
                onOpen={(row) => router.push(paths.run(api.workspace, row.runId))}
                onEnd={isMore ? () => void query.fetchNextPage() : undefined}
              />
            )
          }
        </Loaded>
      </section>
      {selected.size > 0 && <Bar selected={selected} onClear={() => setSelected(none)} onShow={onShow} />}
    </>
  );
}

function columnsOf(workspace: string): TableColumn<TrashedRun>[] {
  return [
    {
      id: "name",
      label: "Name",
      width: 220,
      isGrowing: true,
      cell: (row) => (
        <Link href={paths.run(workspace, row.runId)} title={row.name} className="truncate font-medium hover:underline">
          {row.name}
        </Link>
      ),
    },
    {
      id: "experiment",
      label: "Experiment",
      width: 180,
      cell: (row) => (
        <Link
          href={paths.experiment(workspace, row.experimentId)}
          title={row.experimentName}
          className="truncate text-ink-2 hover:underline"
        >
          {row.experimentName}
        </Link>
      ),
    },
    ...deletedColumns,
  ];
}

interface BarProps {
  selected: ReadonlySet<string>;
  onClear: () => void;
  onShow: (actId: string) => void;
}

function Bar({ selected, onClear, onShow }: BarProps) {
  const [isAsking, setAsking] = useState(false);
  const chosen = chosenRows(selected);
  const act = useBulkAct({
    onShow,
    onDone: () => {
      setAsking(false);
      onClear();
    },
  });
  return (
    <section
      aria-label="Selected runs"
      className="mt-2 flex flex-none flex-wrap items-center gap-x-2 gap-y-1.5 rounded-lg border bg-accent-soft px-3 py-1.5"
    >
      <span className="font-medium" role="status">
        {selected.size} selected
      </span>
      <Button size="small" tone="ghost" onClick={onClear}>
        Clear
      </Button>
      <span className="ml-auto flex flex-wrap gap-1.5">
        <DeletedActs
          isBusy={act.isPending}
          onRestore={() => act.mutate({ act: { kind: "restore" }, chosen })}
          onPurge={() => setAsking(true)}
        />
      </span>
      {isAsking && <AskAct kind="purge" chosen={chosen} act={act} onClose={() => setAsking(false)} />}
    </section>
  );
}

function Nothing({ search }: { search: string }) {
  if (search)
    return (
      <EmptyState title={`No deleted run has “${search}” in its name`}>
        Runs of deleted experiments are not listed: they come back with their experiment.
      </EmptyState>
    );
  return (
    <EmptyState icon={<Trash2 />} title="No run was deleted">
      Deleted runs wait here, and can be restored. Those of a deleted experiment come back with it.
    </EmptyState>
  );
}
