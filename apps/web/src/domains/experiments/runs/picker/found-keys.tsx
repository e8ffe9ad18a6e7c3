"use client";
import { type RunKey, searchRunKeys } from "@plumbline/contracts/experiments/run-keys";
import { Checkbox } from "@plumbline/ui/checkbox";
import { Count } from "@plumbline/ui/figure";
import { countText } from "@plumbline/ui/format/number";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { VirtualList } from "@plumbline/ui/virtual-list";
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi, type WorkspaceApi } from "#src/shell/api.tsx";
import { inScope, type RunSearch } from "../../queries.ts";
import { attributeLabels, attributes, type RunColumn } from "../columns.ts";
import type { RunsState } from "../use-runs-state.ts";

export interface FoundKeysProps {
  state: RunsState;
  search: string;
  onlyDiffering: boolean;
  isShown: (column: RunColumn) => boolean;
  onToggle: (column: RunColumn) => void;
}

interface Choice {
  column: RunColumn;
  label: string;
  hint: string;
}

type KeySearch = Pick<RunSearch, "experimentIds" | "filter" | "view"> & { search: string; onlyDiffering: boolean };

const keysQuery = (api: WorkspaceApi, search: KeySearch) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "run-keys", search],
    queryFn: ({ signal, pageParam }) => {
      const { experimentIds, ...rest } = search;
      return api.call(
        searchRunKeys,
        { ...rest, ...inScope(experimentIds), limit: 200, ...(pageParam ? { cursor: pageParam } : {}) },
        { signal },
      );
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

/** Keys that the runs of the table have, the most frequent first; they are read as they come into sight. */
export function FoundKeys({ state, search, onlyDiffering, isShown, onToggle }: FoundKeysProps) {
  const { experimentIds, filter, view } = state.search;
  const query = useInfiniteQuery(keysQuery(useApi(), { experimentIds, filter, view, search, onlyDiffering }));
  const pages = query.data?.pages ?? [];
  const keys = pages.flatMap(({ items }) => items).filter(({ kind, key }) => kind !== "tag" || !key.startsWith("mlflow."));
  const choices = [...(onlyDiffering ? [] : attributeChoices(search)), ...keys.map(keyChoice)];
  return (
    <div className="flex min-h-32 flex-1 flex-col overflow-hidden">
      <Loaded query={query} what="The keys" skeleton={<SkeletonRows label="Keys are being read" rows={5} columns={[200, 60]} />}>
        {() =>
          choices.length === 0 ? (
            <p className="py-4 text-center text-ink-3">{onlyDiffering ? "The runs differ in no such key." : "No run has such a key."}</p>
          ) : (
            <VirtualList
              label="Keys"
              items={choices}
              itemKey={({ column }) => `${column.kind} ${column.key}`}
              item={(choice) => <Row choice={choice} isShown={isShown(choice.column)} onToggle={() => onToggle(choice.column)} />}
              onEnd={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined}
              className="min-h-0 flex-1 px-3 py-1"
            />
          )
        }
      </Loaded>
      {pages[0]?.isPartial && (
        <p className="px-3 py-1 text-ink-3 text-small">
          Of the newest <Count value={pages[0].examined} /> matching runs.
        </p>
      )}
    </div>
  );
}

function attributeChoices(search: string): Choice[] {
  return attributes
    .map((key): Choice => ({ column: { kind: "attribute", key }, label: attributeLabels[key], hint: "run" }))
    .filter(({ label }) => label.toLowerCase().includes(search.toLowerCase()));
}

function keyChoice({ kind, key, runs }: RunKey): Choice {
  const column: RunColumn = kind === "metric" ? { kind, key, aggregate: "last" } : { kind, key };
  return { column, label: key, hint: `${kind}, ${countText(runs, "run")}` };
}

function Row({ choice, isShown, onToggle }: { choice: Choice; isShown: boolean; onToggle: () => void }) {
  return (
    <div className="flex h-full items-center gap-2.5">
      <Checkbox label={`Column ${choice.label}`} checked={isShown} onChange={onToggle} />
      <span className={`min-w-0 flex-1 truncate ${choice.column.kind === "attribute" ? "" : "code"}`} title={choice.label}>
        {choice.label}
      </span>
      <span className="flex-none text-ink-3 text-small">{choice.hint}</span>
    </div>
  );
}
