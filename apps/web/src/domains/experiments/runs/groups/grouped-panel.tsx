"use client";
import type { Experiment } from "@plumbline/contracts/experiments/experiment";
import type { RunGrouping } from "@plumbline/contracts/experiments/run-group";
import { DataTable } from "@plumbline/ui/data-table";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useRouter } from "next/navigation";
import { CappedCount } from "#src/components/capped-count.tsx";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { longestTexts } from "../column-widths.ts";
import { groupingLabel } from "../grouping.ts";
import { BadFilter, NoRuns } from "../no-runs.tsx";
import { tableColumns } from "../run-columns.tsx";
import type { RunsState } from "../use-runs-state.ts";
import { groupColumns, groupName } from "./group-columns.tsx";
import { type GroupItem, groupItems, reselected, selectedItems } from "./group-items.ts";
import { useGroups } from "./use-groups.ts";

interface Props {
  state: RunsState;
  grouping: RunGrouping;
  experiment: Experiment | undefined;
}

const noColors: ReadonlyMap<string, number> = new Map();
const keyOf = (item: GroupItem): string => item.id;
const isRun = (item: GroupItem): boolean => item.kind === "run";

/** The runs of the table under what they have in common, with what they reached. */
export function GroupedPanel({ state, grouping, experiment }: Props) {
  const { workspace } = useApi();
  const router = useRouter();
  const { groups, open, toggle, showMore } = useGroups(state, grouping);
  const pages = groups.data?.pages ?? [];
  const items = groupItems(
    pages.flatMap((page) => page.items),
    open,
  );
  const runs = items.flatMap((item) => (item.kind === "run" ? [item.run] : []));
  const context = { workspace, colors: noColors, longest: longestTexts(runs, state.columns), pinned: state.content.pinned };
  const columns = groupColumns(tableColumns(state.columns, context), state.columns, { grouping, toggle, showMore });
  const { selected } = state;
  const selection = {
    keys: selectedItems(items, selected),
    onChange: (chosen: ReadonlySet<string>) => state.setSelected(reselected(items, { selected, chosen })),
  };
  const act = (item: GroupItem) => {
    if (item.kind === "run") router.push(paths.run(workspace, item.run.runId));
    else if (item.kind === "group") toggle(item.group);
    else showMore(item.group);
  };
  return (
    <section className="flex max-h-full min-h-0 flex-col overflow-hidden rounded-lg border bg-surface">
      <Loaded
        query={groups}
        what="The groups"
        skeleton={<SkeletonRows label="Groups are being read" rows={14} columns={[180, 80, 70, 70, 60]} />}
        refused={state.filter ? <BadFilter state={state} /> : undefined}
      >
        {() =>
          items.length === 0 ? (
            <NoRuns state={state} experiment={experiment} />
          ) : (
            <DataTable
              label="Groups of runs"
              columns={columns}
              rows={items}
              rowKey={keyOf}
              rowLabel={(item) => labelOf(item, grouping)}
              sort={state.sort}
              onSort={state.setSort}
              selection={selection}
              canSelect={isRun}
              widths={state.widths}
              isCompact={state.isCompact}
              onResize={state.setWidth}
              onOpen={act}
              onEnd={groups.hasNextPage && !groups.isFetchingNextPage ? () => void groups.fetchNextPage() : undefined}
              className="min-h-0 flex-1"
            />
          )
        }
      </Loaded>
      {pages[0] && <Foot page={pages[0]} grouping={grouping} />}
    </section>
  );
}

function labelOf(item: GroupItem, grouping: RunGrouping): string {
  if (item.kind === "run") return item.run.name;
  return item.kind === "group" ? groupName(item, grouping) : "more runs";
}

interface FootProps {
  page: { groupCount: number; isCapped: boolean; isPartial: boolean };
  grouping: RunGrouping;
}

function Foot({ page, grouping }: FootProps) {
  return (
    <footer className="flex min-h-9 flex-none flex-wrap items-center gap-x-4 gap-y-1 border-t px-3 py-1 text-ink-3 text-small">
      <span>
        <CappedCount value={page.groupCount} isCapped={page.isCapped} /> {page.groupCount === 1 ? "group" : "groups"} by{" "}
        {groupingLabel(grouping)}
      </span>
      {page.isPartial && <span className="text-warn">Of the newest 100,000 matching runs. Narrow the filter for all.</span>}
      {grouping.by === "dataset" && <span>A run of several datasets is in several groups.</span>}
    </footer>
  );
}
