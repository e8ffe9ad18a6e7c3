"use client";
import { type Job, jobTitle } from "@plumbline/contracts/jobs/job";
import { Button } from "@plumbline/ui/button";
import { DataTable } from "@plumbline/ui/data-table";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useInfiniteQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useDeferredValue, useMemo } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { type JobSearch, jobsQuery } from "../queries.ts";
import { jobColumns } from "./job-columns.tsx";

const NoJobs = dynamic(() => import("./no-jobs.tsx").then((module) => module.NoJobs));

/** The jobs: those that have not ended first. */
export function JobsPanel({ search, onClear }: { search: JobSearch; onClear: () => void }) {
  const api = useApi();
  const { me } = useViewer();
  const router = useRouter();
  const name = useDeferredValue(search.name);
  const query = useInfiniteQuery(jobsQuery(api, { ...search, name }));
  const columns = useMemo(() => jobColumns({ workspace: api.workspace, userId: me.id }), [api.workspace, me.id]);
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const isMore = query.hasNextPage && !query.isFetchingNextPage;
  return (
    <section className="flex min-h-0 flex-col overflow-hidden rounded-lg border bg-surface">
      <Loaded
        query={query}
        what="The jobs"
        skeleton={<SkeletonRows label="Jobs are being read" columns={[210, 90, 260, 120, 180, 90, 70]} />}
      >
        {() =>
          rows.length === 0 ? (
            <Nothing search={search} onClear={onClear} />
          ) : (
            <DataTable
              label="Jobs"
              columns={columns}
              rows={rows}
              rowKey={(row: Job) => row.id}
              rowLabel={jobTitle}
              rowCount={query.hasNextPage ? undefined : rows.length}
              onOpen={(row) => router.push(paths.job(api.workspace, row.id))}
              onEnd={isMore ? () => void query.fetchNextPage() : undefined}
            />
          )
        }
      </Loaded>
    </section>
  );
}

function Nothing({ search, onClear }: { search: JobSearch; onClear: () => void }) {
  const isFiltered = search.name !== "" || search.isMine || search.kind !== undefined || search.state !== undefined;
  if (!isFiltered) return <NoJobs />;
  return (
    <EmptyState title="No job is like that" action={<Button onClick={onClear}>Show all jobs</Button>}>
      Jobs are found by a part of their name, their state, their kind and whoever submitted them.
    </EmptyState>
  );
}
