"use client";
import { createReport, type ReportSummary } from "@plumbline/contracts/experiments/report";
import { Button } from "@plumbline/ui/button";
import type { TableColumn } from "@plumbline/ui/data-table";
import { EmptyState } from "@plumbline/ui/states";
import { Chip } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { NotebookText, Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { failToast } from "#src/components/fail-toast.ts";
import { PagedTable } from "#src/components/paged-table.tsx";
import { personName } from "#src/components/person-name.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { reportsQuery } from "./queries.ts";

/** What was written about runs, by whom? */
export function ReportsPage() {
  const api = useApi();
  const { me } = useViewer();
  const query = useInfiniteQuery(reportsQuery(api));
  const columns = useMemo(() => columnsOf(api.workspace, me.id), [api.workspace, me.id]);
  return (
    <Page title="Reports" crumbs={[{ label: "Experiments", href: paths.experiments(api.workspace) }]} isFilled actions={<NewReport />}>
      <PagedTable
        label="Reports"
        query={query}
        columns={columns}
        skeleton={[260, 120, 120, 100]}
        nothing={
          <EmptyState icon={<NotebookText />} title="No reports yet">
            A report is text with tables and charts of runs, which are read anew each time it is opened. Share it with the workspace by its
            link.
          </EmptyState>
        }
        rowKey={(row: ReportSummary) => row.reportId}
        rowLabel={(row) => row.title}
        pathOf={(row) => paths.report(api.workspace, row.reportId)}
      />
    </Page>
  );
}

function NewReport() {
  const api = useApi();
  const router = useRouter();
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () => api.call(createReport, { title: "New report" }),
    onSuccess: ({ reportId }) => {
      router.push(paths.report(api.workspace, reportId));
      return client.invalidateQueries({ queryKey: [api.workspace, "reports"] });
    },
    onError: (error) => failToast("The report could not be made", error, () => make.mutate()),
  });
  return (
    <Button tone="primary" busy={make.isPending} onClick={() => make.mutate()}>
      <Plus className="icon-small" aria-hidden="true" />
      New report
    </Button>
  );
}

const columnsOf = (workspace: string, viewerId: string): TableColumn<ReportSummary>[] => [
  {
    id: "title",
    label: "Title",
    width: 280,
    isGrowing: true,
    cell: (row) => (
      <Link href={paths.report(workspace, row.reportId)} className="truncate font-medium hover:underline" title={row.title}>
        {row.title}
      </Link>
    ),
  },
  {
    id: "sharing",
    label: "Seen by",
    width: 130,
    cell: (row) => (row.isShared ? <Chip>Everybody</Chip> : <Chip tone="warn">You alone</Chip>),
  },
  {
    id: "owner",
    label: "Owner",
    width: 150,
    cell: (row) => <span className="truncate text-ink-2">{personName(row.owner, viewerId)}</span>,
  },
  { id: "changed", label: "Changed", width: 120, cell: (row) => <Time at={Date.parse(row.updatedAt)} className="text-ink-2" /> },
];
