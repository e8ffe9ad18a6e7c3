"use client";
import type { ExperimentSummary } from "@plumbline/contracts/experiments/experiment";
import { Button, ButtonLink } from "@plumbline/ui/button";
import { EmptyState } from "@plumbline/ui/states";
import { Segments } from "@plumbline/ui/tabs";
import { useInfiniteQuery } from "@tanstack/react-query";
import { FlaskConical, NotebookText, Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useDeferredValue, useMemo, useState } from "react";
import { NameSearch } from "#src/components/name-search.tsx";
import { PagedTable } from "#src/components/paged-table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { experimentsQuery } from "../queries.ts";
import { experimentColumns } from "./experiment-columns.tsx";

const NewExperiment = dynamic(() => import("./new-experiment.tsx").then((module) => module.NewExperiment));

const views = [
  { value: "active", label: "Active" },
  { value: "deleted", label: "Deleted" },
] as const;

type View = (typeof views)[number]["value"];

/** What are we trying? */
export function ExperimentsPage() {
  const { can, workspace } = useViewer();
  const url = useUrlState();
  const [search, setSearch] = useState(url.get("search") ?? "");
  const view: View = url.get("view") === "deleted" ? "deleted" : "active";
  const type = (text: string) => {
    setSearch(text);
    url.set({ search: text.trim() });
  };
  return (
    <Page
      title="Experiments"
      isFilled
      actions={
        <>
          <ButtonLink>
            <Link href={paths.allRuns(workspace)}>Runs of all</Link>
          </ButtonLink>
          <ButtonLink>
            <Link href={paths.reports(workspace)}>
              <NotebookText className="icon-small" aria-hidden="true" />
              Reports
            </Link>
          </ButtonLink>
          <ButtonLink>
            <Link href={paths.trash(workspace)}>
              <Trash2 className="icon-small" aria-hidden="true" />
              Trash
            </Link>
          </ButtonLink>
          {can("experiment:write") && (
            <Button tone="primary" onClick={() => url.set({ new: "1" })}>
              <Plus className="icon-small" aria-hidden="true" />
              New experiment
            </Button>
          )}
        </>
      }
    >
      <div className="mb-2.5 flex flex-none flex-wrap gap-2">
        <NameSearch group="Experiments" value={search} onChange={type} />
        <Segments label="Which" value={view} onChange={(next) => url.set({ view: next === "active" ? undefined : next })} options={views} />
      </div>
      <ExperimentsPanel search={search.trim()} view={view} onClear={() => type("")} />
      {url.get("new") === "1" && <NewExperiment onClose={() => url.set({ new: undefined })} />}
    </Page>
  );
}

function ExperimentsPanel({ search, view, onClear }: { search: string; view: View; onClear: () => void }) {
  const api = useApi();
  const query = useInfiniteQuery(experimentsQuery(api, { search: useDeferredValue(search), view }));
  const columns = useMemo(() => experimentColumns(api.workspace), [api.workspace]);
  return (
    <PagedTable
      label="Experiments"
      query={query}
      columns={columns}
      skeleton={[220, 60, 60, 120, 110]}
      nothing={<Nothing search={search} view={view} onClear={onClear} />}
      rowKey={(row: ExperimentSummary) => row.experimentId}
      rowLabel={(row) => row.name}
      pathOf={(row) => paths.experiment(api.workspace, row.experimentId)}
    />
  );
}

function Nothing({ search, view, onClear }: { search: string; view: View; onClear: () => void }) {
  if (search) {
    return (
      <EmptyState title={`No experiment has “${search}” in its name`} action={<Button onClick={onClear}>Clear the search</Button>}>
        {view === "deleted" ? "Only deleted ones are searched." : "Deleted ones are searched under Deleted."}
      </EmptyState>
    );
  }
  if (view === "deleted") return <EmptyState title="Nothing is deleted">Deleted experiments wait here and can be restored.</EmptyState>;
  return (
    <EmptyState icon={<FlaskConical />} title="No experiments yet">
      A client creates one by <span className="code">mlflow.set_experiment("name")</span>, or create it here.
    </EmptyState>
  );
}
