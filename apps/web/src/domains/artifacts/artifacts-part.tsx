"use client";
import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import { CodeBlock } from "@plumbline/ui/code-block";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Files } from "lucide-react";
import { useMemo, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useRun } from "#src/domains/experiments/run/run-context.tsx";
import { useApi } from "#src/shell/api.tsx";
import { ArtifactTree } from "./artifact-tree.tsx";
import { Preview } from "./preview.tsx";
import { directoryQuery } from "./queries.ts";
import { openAtFirst, shownAtFirst, treeRows } from "./tree-rows.ts";

/** The run's files: a tree on the left, the chosen one on the right. */
export function ArtifactsPart() {
  const run = useRun();
  const url = useUrlState();
  const path = url.get("path");
  const [filter, setFilter] = useState("");
  const { root, directories, open, setOpen, isRead } = useDirectories(run.runId, path);
  const rows = useMemo(() => treeRows({ directories, open, filter: filter.trim().toLowerCase() }), [directories, open, filter]);
  const files = rows.filter(({ entry }) => !entry.isDirectory);
  const chosen = path === undefined ? isRead && shownAtFirst(files) : files.find(({ entry }) => entry.path === path)?.entry;
  const toggle = (directory: string) => {
    const next = new Set(open);
    if (!next.delete(directory)) next.add(directory);
    setOpen(next);
  };
  return (
    <Loaded query={root} what="The files" skeleton={<TreeSkeleton />}>
      {(data) =>
        data.items.length === 0 ? (
          <NoFiles runId={run.runId} isRunning={run.status === "RUNNING"} hasModel={run.modelOutputs.length > 0} />
        ) : (
          <div className="grid items-start gap-3 lg:grid-cols-[400px_minmax(0,1fr)]">
            <ArtifactTree
              rows={rows}
              chosen={chosen ? chosen.path : path}
              filter={filter}
              isCut={data.isCut}
              onFilter={setFilter}
              onToggle={toggle}
              onChoose={(next) => url.set({ path: next })}
            />
            {chosen ? (
              <Preview
                entry={chosen}
                runId={run.runId}
                place={placeOf(chosen, files)}
                files={files.map(({ entry }) => entry)}
                onChoose={(next) => url.set({ path: next })}
              />
            ) : (
              isRead && <ChooseOne path={path} />
            )}
          </div>
        )
      }
    </Loaded>
  );
}

/** The root and every open directory, as far as they are read. */
function useDirectories(runId: string, path: string | undefined) {
  const api = useApi();
  const root = useQuery(directoryQuery(api, runId, ""));
  const [first] = useState(path);
  const [chosen, setOpen] = useState<ReadonlySet<string>>();
  const open = useMemo(() => chosen ?? openAtFirst(root.data?.items ?? [], first), [chosen, root.data, first]);
  const paths = useMemo(() => [...open], [open]);
  const read = useQueries({ queries: paths.map((path) => directoryQuery(api, runId, path)) });
  const directories = new Map<string, readonly ArtifactEntry[]>();
  if (root.data) directories.set("", root.data.items);
  for (const [at, path] of paths.entries()) {
    const items = read[at]?.data?.items;
    if (items) directories.set(path, items);
  }
  const isRead = root.data !== undefined && read.every(({ isPending }) => !isPending);
  return { root, directories, open, setOpen, isRead };
}

function placeOf(entry: ArtifactEntry, files: readonly { entry: ArtifactEntry }[]): string {
  return `${files.findIndex((file) => file.entry === entry) + 1} of ${files.length}`;
}

function ChooseOne({ path }: { path: string | undefined }) {
  return (
    <section className="rounded-lg border border-dashed">
      <EmptyState icon={<Files />} title={path ? "There is no such file" : "Choose a file"}>
        {path
          ? `${path} was not logged, or the filter leaves it out. Choose another.`
          : "Text, tables, images, sound, films and reports show here."}
      </EmptyState>
    </section>
  );
}

function TreeSkeleton() {
  return (
    <section className="max-w-[400px] overflow-hidden rounded-lg border bg-surface">
      <SkeletonRows label="Files are being read" columns={[160, 60, 50]} />
    </section>
  );
}

function NoFiles({ runId, isRunning, hasModel }: { runId: string; isRunning: boolean; hasModel: boolean }) {
  return (
    <section className="rounded-lg border bg-surface">
      <EmptyState icon={<Files />} title={isRunning ? "No files yet" : "No files were logged"}>
        <p className="mb-3">{hasModel ? "Its model is kept as a logged model of its own. " : ""}Files show here as a client logs them:</p>
        <CodeBlock
          className="text-left"
          label="Code that logs files"
          language="python"
          code={`with mlflow.start_run(run_id="${runId}"):\n    mlflow.log_artifact("report.html")\n    mlflow.log_dict({"threshold": 0.31}, "config.json")`}
        />
      </EmptyState>
    </section>
  );
}
