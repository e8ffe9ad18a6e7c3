"use client";
import type { RunKeys } from "@plumbline/contracts/experiments/run";
import type { FilterVocabulary } from "@plumbline/contracts/query/complete";
import { Segments } from "@plumbline/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useApi } from "#src/shell/api.tsx";
import { isCode, placeIn, problemText } from "#src/shell/problem-text.ts";
import { runCountQuery } from "../queries.ts";
import { ColumnPicker } from "./column-picker.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { GroupMenu } from "./groups/group-menu.tsx";
import { RunsMenu } from "./runs-menu.tsx";
import { everyExperiment, type RunsState, type RunView, runViews } from "./use-runs-state.ts";

const viewLabels: Record<RunView, string> = { table: "Table", split: "Split", charts: "Charts" };
const statuses = ["RUNNING", "FINISHED", "FAILED", "KILLED", "SCHEDULED"];

export function RunsToolbar({ state, known }: { state: RunsState; known: RunKeys }) {
  const api = useApi();
  const { experimentIds, filter, view } = state.search;
  const count = useQuery({ ...runCountQuery(api, { experimentIds, filter, view }), retry: false });
  const vocabulary = useMemo(
    (): FilterVocabulary => ({
      dialect: "runs",
      keys: { metric: known.metrics, param: known.params, tag: known.tags },
      values: ({ entity, key }) => (entity === "attribute" && key === "status" ? statuses : []),
    }),
    [known],
  );
  const refusal = isCode(count.error, "invalid") ? refusalOf(count.error) : undefined;
  return (
    <div className="mb-2.5 flex flex-none flex-wrap items-start gap-1.5 sm:gap-2">
      <div className="flex min-w-full flex-1 sm:min-w-96">
        <FilterBar value={state.filter} onApply={state.setFilter} vocabulary={vocabulary} refusal={refusal} />
      </div>
      <ColumnPicker state={state} known={known} />
      <GroupMenu state={state} known={known} />
      <Segments
        label="View"
        value={state.view}
        onChange={state.setView}
        options={runViews.map((value) => ({ value, label: viewLabels[value] }))}
      />
      <RunsMenu state={state} experimentId={experimentIds?.[0] ?? everyExperiment} />
    </div>
  );
}

const refusalOf = (error: unknown) => ({ message: problemText(error).detail, place: placeIn(error, "filter") });
