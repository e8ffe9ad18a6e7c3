"use client";
import type { Dataset } from "@plumbline/contracts/datasets/dataset";
import type { DatasetVersion } from "@plumbline/contracts/datasets/version";
import { Button } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { DataTable } from "@plumbline/ui/data-table";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useOrigin } from "#src/components/origin.ts";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { uploadCode } from "../code.ts";
import { versionsQuery } from "../queries.ts";
import { DropZone } from "../upload/drop-zone.tsx";
import { UploadRows } from "../upload/upload-rows.tsx";
import { startUpload } from "../upload/uploads.ts";
import { versionColumns } from "./version-columns.tsx";

const FromInput = dynamic(() => import("./from-input.tsx").then((module) => module.FromInput));

/** The versions, and the ways in which another one is made. */
export function VersionsPanel({ dataset }: { dataset: Dataset }) {
  const api = useApi();
  const { can } = useViewer();
  const url = useUrlState();
  const query = useInfiniteQuery(versionsQuery(api, dataset.name));
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const mayWrite = can("dataset:write");
  const fromRun = (
    <Button size="small" onClick={() => url.set({ new: "input" })}>
      From a run's input
    </Button>
  );
  return (
    <Panel title="Versions" aside={dataset.versionCount || undefined} actions={mayWrite && fromRun} flush>
      {mayWrite && (
        <DropZone className="m-2.5" onFiles={(files) => files.map((file) => startUpload(api, dataset.name, file))}>
          or drop a CSV or Parquet file here. It becomes the next version.
        </DropZone>
      )}
      <UploadRows dataset={dataset.name} />
      <Loaded
        query={query}
        what="The versions"
        skeleton={<SkeletonRows label="Versions are being read" rows={5} columns={[70, 150, 60, 70, 90]} />}
      >
        {() => (rows.length === 0 ? <NoVersions dataset={dataset.name} /> : <Versions dataset={dataset.name} rows={rows} query={query} />)}
      </Loaded>
      {mayWrite && url.get("new") === "input" && <FromInput dataset={dataset.name} onClose={() => url.set({ new: undefined })} />}
    </Panel>
  );
}

interface VersionsProps {
  dataset: string;
  rows: readonly DatasetVersion[];
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

function Versions({ dataset, rows, query }: VersionsProps) {
  const { workspace } = useApi();
  const router = useRouter();
  const columns = useMemo(() => versionColumns(workspace), [workspace]);
  const isMore = query.hasNextPage && !query.isFetchingNextPage;
  return (
    <DataTable
      label={`Versions of ${dataset}`}
      className="max-h-[62vh] border-t"
      columns={columns}
      rows={rows}
      rowKey={(row) => String(row.version)}
      rowLabel={(row) => `version ${row.version}`}
      rowCount={query.hasNextPage ? undefined : rows.length}
      onOpen={(row) => router.push(paths.datasetVersion(workspace, dataset, row.version))}
      onEnd={isMore ? () => void query.fetchNextPage() : undefined}
    />
  );
}

function NoVersions({ dataset }: { dataset: string }) {
  const origin = useOrigin();
  const { can } = useViewer();
  return (
    <EmptyState icon={<Layers />} title="No version yet">
      {can("dataset:write") ? (
        <>
          <p className="mb-3">Each upload makes one. Its digest is taken while the bytes arrive.</p>
          <CodeBlock
            className="text-left"
            label="Code that uploads a version"
            language="shell"
            code={uploadCode(origin, dataset, `${dataset}.parquet`)}
          />
        </>
      ) : (
        "Whoever may write in this workspace uploads one here, or by code."
      )}
    </EmptyState>
  );
}
