"use client";
import { type Job, jobTitle } from "@plumbline/contracts/jobs/job";
import { Button } from "@plumbline/ui/button";
import { EmptyState } from "@plumbline/ui/states";
import { useInfiniteQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useDeferredValue, useMemo } from "react";
import { PagedTable } from "#src/components/paged-table.tsx";
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
  const name = useDeferredValue(search.name);
  const query = useInfiniteQuery(jobsQuery(api, { ...search, name }));
  const columns = useMemo(() => jobColumns({ workspace: api.workspace, userId: me.id }), [api.workspace, me.id]);
  return (
    <PagedTable
      label="Jobs"
      query={query}
      columns={columns}
      skeleton={[210, 90, 260, 120, 180, 90, 70]}
      nothing={<Nothing search={search} onClear={onClear} />}
      rowKey={(job: Job) => job.id}
      rowLabel={jobTitle}
      pathOf={(job) => paths.job(api.workspace, job.id)}
    />
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
