"use client";
import { restoreExperiment } from "@plumbline/contracts/experiments/experiment";
import { purgeExperiment, type TrashedExperiment } from "@plumbline/contracts/experiments/trash";
import { Button } from "@plumbline/ui/button";
import type { TableColumn } from "@plumbline/ui/data-table";
import { Count } from "@plumbline/ui/figure";
import { EmptyState } from "@plumbline/ui/states";
import { toast } from "@plumbline/ui/toast";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import Link from "next/link";
import { useDeferredValue, useMemo, useState } from "react";
import { Confirm } from "#src/components/confirm.ts";
import { failToast } from "#src/components/fail-toast.ts";
import { PagedTable } from "#src/components/paged-table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { runsOf } from "../runs/bulk/act-words.ts";
import { trashedExperimentsQuery } from "./queries.ts";
import { deletedColumns } from "./trash-columns.tsx";
import type { TrashPanelProps } from "./trashed-runs.tsx";

/** Deleted experiments, with their runs. */
export function TrashedExperiments({ search, onShow }: TrashPanelProps) {
  const api = useApi();
  const query = useInfiniteQuery(trashedExperimentsQuery(api, useDeferredValue(search)));
  const columns = useMemo(() => columnsOf(api.workspace, onShow), [api.workspace, onShow]);
  return (
    <PagedTable
      label="Deleted experiments"
      query={query}
      columns={columns}
      skeleton={[200, 60, 80, 110, 100]}
      nothing={
        <EmptyState icon={<Trash2 />} title={search ? `No deleted experiment has “${search}” in its name` : "No experiment was deleted"}>
          Deleted experiments wait here with their runs, and can be restored.
        </EmptyState>
      }
      rowKey={(row: TrashedExperiment) => row.experimentId}
      rowLabel={(row) => row.name}
      pathOf={(row) => paths.experiment(api.workspace, row.experimentId)}
    />
  );
}

function columnsOf(workspace: string, onShow: (actId: string) => void): TableColumn<TrashedExperiment>[] {
  return [
    {
      id: "name",
      label: "Name",
      width: 220,
      isGrowing: true,
      cell: (row) => (
        <Link href={paths.experiment(workspace, row.experimentId)} title={row.name} className="truncate font-medium hover:underline">
          {row.name}
        </Link>
      ),
    },
    { id: "runs", label: "Runs", width: 80, align: "end", cell: (row) => <Count value={row.runs} /> },
    ...deletedColumns,
    {
      id: "acts",
      label: "Acts",
      header: <span className="sr-only">Acts</span>,
      width: 210,
      align: "end",
      cell: (row) => <Acts row={row} onShow={onShow} />,
    },
  ];
}

function Acts({ row, onShow }: { row: TrashedExperiment; onShow: (actId: string) => void }) {
  const api = useApi();
  const client = useQueryClient();
  const { can } = useViewer();
  const [isAsking, setAsking] = useState(false);
  const { experimentId, name } = row;
  const refresh = () => client.invalidateQueries({ queryKey: [api.workspace] });
  const restore = useMutation({
    mutationFn: () => api.call(restoreExperiment, { experimentId }),
    onSuccess: () => {
      toast({
        tone: "good",
        title: `${name} is restored`,
        action: { label: "Open", onAct: () => location.assign(paths.experiment(api.workspace, experimentId)) },
      });
      return refresh();
    },
    onError: (error) => failToast(`${name} could not be restored`, error, () => restore.mutate()),
  });
  const purge = useMutation({
    mutationFn: () => api.call(purgeExperiment, { experimentId, name }),
    onSuccess: (act) => {
      setAsking(false);
      onShow(act.id);
      return refresh();
    },
    onError: (error) => failToast(`${name} was not removed`, error, () => purge.mutate()),
  });
  if (!can("experiment:delete")) return null;
  return (
    <span className="flex gap-1.5">
      <Button size="small" busy={restore.isPending} onClick={() => restore.mutate()}>
        Restore
      </Button>
      <Button size="small" tone="danger" onClick={() => setAsking(true)}>
        Delete for good
      </Button>
      {isAsking && (
        <Confirm
          open
          onOpenChange={() => setAsking(false)}
          title={`Delete ${name} for good`}
          description={`${runsOf(row.runs)} with metrics, files, notes and comments go with it; nothing brings them back. Runs that a registered model, a job or another run needs stay, and the experiment with them.`}
          action="Delete for good"
          name={name}
          busy={purge.isPending}
          onConfirm={() => purge.mutate()}
        />
      )}
    </span>
  );
}
