"use client";
import type { ExperimentSummary } from "@plumbline/contracts/experiments/experiment";
import { Button } from "@plumbline/ui/button";
import { DataTable } from "@plumbline/ui/data-table";
import { SearchInput } from "@plumbline/ui/input";
import { Kbd } from "@plumbline/ui/kbd";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Segments } from "@plumbline/ui/tabs";
import { useInfiniteQuery } from "@tanstack/react-query";
import { FlaskConical, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useDeferredValue, useMemo, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useSearchKey } from "#src/components/search-key.ts";
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
  const { can } = useViewer();
  const url = useUrlState();
  const [search, setSearch] = useState(url.get("search") ?? "");
  const view: View = url.get("view") === "deleted" ? "deleted" : "active";
  const box = useSearchKey("Experiments", "Search");
  const type = (text: string) => {
    setSearch(text);
    url.set({ search: text.trim() });
  };
  return (
    <Page
      title="Experiments"
      isFilled
      actions={
        can("experiment:write") && (
          <Button tone="primary" onClick={() => url.set({ new: "1" })}>
            <Plus className="icon-small" aria-hidden="true" />
            New experiment
          </Button>
        )
      }
    >
      <div className="mb-2.5 flex flex-none flex-wrap gap-2">
        <SearchInput
          ref={box}
          aria-label="Search experiments"
          placeholder="Search by name"
          value={search}
          onChange={(event) => type(event.target.value)}
          trailing={<Kbd>/</Kbd>}
          className="min-w-48 flex-1 sm:max-w-md"
        />
        <Segments label="Which" value={view} onChange={(next) => url.set({ view: next === "active" ? undefined : next })} options={views} />
      </div>
      <ExperimentsPanel search={search.trim()} view={view} onClear={() => type("")} />
      {url.get("new") === "1" && <NewExperiment onClose={() => url.set({ new: undefined })} />}
    </Page>
  );
}

function ExperimentsPanel({ search, view, onClear }: { search: string; view: View; onClear: () => void }) {
  const api = useApi();
  const router = useRouter();
  const query = useInfiniteQuery(experimentsQuery(api, { search: useDeferredValue(search), view }));
  const columns = useMemo(() => experimentColumns(api.workspace), [api.workspace]);
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const isMore = query.hasNextPage && !query.isFetchingNextPage;
  return (
    <section className="flex min-h-0 flex-col overflow-hidden rounded-lg border bg-surface">
      <Loaded
        query={query}
        what="The experiments"
        skeleton={<SkeletonRows label="Experiments are being read" columns={[220, 60, 60, 120, 110]} />}
      >
        {() =>
          rows.length === 0 ? (
            <Nothing search={search} view={view} onClear={onClear} />
          ) : (
            <DataTable
              label="Experiments"
              columns={columns}
              rows={rows}
              rowKey={(row: ExperimentSummary) => row.experimentId}
              rowLabel={(row) => row.name}
              rowCount={query.hasNextPage ? undefined : rows.length}
              onOpen={(row) => router.push(paths.experiment(api.workspace, row.experimentId))}
              onEnd={isMore ? () => void query.fetchNextPage() : undefined}
            />
          )
        }
      </Loaded>
    </section>
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
