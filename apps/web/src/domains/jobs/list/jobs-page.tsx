"use client";
import { ButtonLink } from "@plumbline/ui/button";
import { Plus } from "lucide-react";
import Link from "next/link";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { JobFilters } from "./job-filters.tsx";
import { JobsPanel } from "./jobs-panel.tsx";
import { useJobSearch } from "./use-job-search.ts";

/** Where is my job, and why is it not running? */
export function JobsPage() {
  const { workspace, can } = useViewer();
  const filters = useJobSearch();
  return (
    <Page
      title="Jobs"
      isFilled
      actions={
        can("job:submit") && (
          <ButtonLink tone="primary">
            <Link href={paths.newJob(workspace)}>
              <Plus className="icon-small" aria-hidden="true" />
              New job
            </Link>
          </ButtonLink>
        )
      }
    >
      <JobFilters filters={filters} />
      <JobsPanel search={filters.search} onClear={filters.clear} />
    </Page>
  );
}
