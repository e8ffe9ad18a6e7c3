"use client";
import type { Dataset } from "@plumbline/contracts/datasets/dataset";
import { Button } from "@plumbline/ui/button";
import { EmptyState } from "@plumbline/ui/states";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useDeferredValue, useMemo, useState } from "react";
import { NameSearch } from "#src/components/name-search.tsx";
import { PagedTable } from "#src/components/paged-table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { datasetsQuery } from "../queries.ts";
import { datasetColumns } from "./dataset-columns.tsx";

const NewDataset = dynamic(() => import("./new-dataset.tsx").then((module) => module.NewDataset));
const NoDatasets = dynamic(() => import("./no-datasets.tsx").then((module) => module.NoDatasets));

/** What data do we have? */
export function DatasetsPage() {
  const { can } = useViewer();
  const url = useUrlState();
  const [search, setSearch] = useState(url.get("search") ?? "");
  const [file, setFile] = useState<File>();
  const type = (text: string) => {
    setSearch(text);
    url.set({ search: text.trim() });
  };
  const begin = (chosen?: File) => {
    setFile(chosen);
    url.set({ new: "1" });
  };
  return (
    <Page
      title="Datasets"
      isFilled
      actions={
        can("dataset:write") && (
          <Button tone="primary" onClick={() => begin()}>
            <Plus className="icon-small" aria-hidden="true" />
            New dataset
          </Button>
        )
      }
    >
      <div className="mb-2.5 flex flex-none flex-wrap gap-2">
        <NameSearch group="Datasets" value={search} onChange={type} />
      </div>
      <DatasetsPanel search={search.trim()} onClear={() => type("")} onFile={begin} />
      {url.get("new") === "1" && can("dataset:write") && <NewDataset file={file} onClose={() => url.set({ new: undefined })} />}
    </Page>
  );
}

function DatasetsPanel({ search, onClear, onFile }: { search: string; onClear: () => void; onFile: (file: File) => void }) {
  const api = useApi();
  const query = useInfiniteQuery(datasetsQuery(api, useDeferredValue(search)));
  const columns = useMemo(() => datasetColumns(api.workspace), [api.workspace]);
  return (
    <PagedTable
      label="Datasets"
      query={query}
      columns={columns}
      skeleton={[220, 60, 70, 90, 60, 150, 110]}
      nothing={<Nothing search={search} onClear={onClear} onFile={onFile} />}
      rowKey={(row: Dataset) => row.name}
      rowLabel={(row) => row.name}
      pathOf={(row) => paths.dataset(api.workspace, row.name)}
    />
  );
}

function Nothing({ search, onClear, onFile }: { search: string; onClear: () => void; onFile: (file: File) => void }) {
  if (!search) return <NoDatasets onFile={onFile} />;
  return (
    <EmptyState title={`No dataset has “${search}” in its name`} action={<Button onClick={onClear}>Clear the search</Button>}>
      Versions and columns are not searched.
    </EmptyState>
  );
}
