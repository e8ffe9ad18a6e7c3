"use client";
import type { Experiment } from "@plumbline/contracts/experiments/experiment";
import type { RunKeys } from "@plumbline/contracts/experiments/run";
import { Skeleton, SkeletonRows } from "@plumbline/ui/skeleton";
import { clsx } from "clsx";
import dynamic from "next/dynamic";
import { useState } from "react";
import { printGrouping } from "./grouping.ts";
import { RunsPanel } from "./runs-panel.tsx";
import type { RunsState } from "./use-runs-state.ts";

const GroupedPanel = dynamic(() => import("./groups/grouped-panel.tsx").then((module) => module.GroupedPanel));
const SelectionBar = dynamic(() => import("./bulk/selection-bar.tsx").then((module) => module.SelectionBar));
const ActDialog = dynamic(() => import("./bulk/act-dialog.tsx").then((module) => module.ActDialog));
const RunsBoard = dynamic(() => import("./charts/board.tsx").then((module) => module.RunsBoard));

interface BodyProps {
  state: RunsState;
  known: RunKeys;
  /** Undefined while it is not read, and where the runs of all are shown. */
  experiment: Experiment | undefined;
  isWaiting: boolean;
}

/** The table, its groups, the charts, or both. */
export function RunsBody({ state, known, experiment, isWaiting }: BodyProps) {
  const [actId, setActId] = useState<string>();
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 lg:flex-row">
      {state.view !== "charts" && (
        <div className="flex min-h-[320px] min-w-0 flex-1 flex-col lg:min-h-0">
          <Rows state={state} known={known} experiment={experiment} isWaiting={isWaiting} />
          {/* Below the rows, which stay where they are when the first of them is selected. */}
          {state.selected.size > 0 && <SelectionBar state={state} onShow={setActId} />}
        </div>
      )}
      {state.view !== "table" && (
        <div className={clsx("min-h-0 overflow-y-auto", state.view === "split" ? "lg:w-[440px] lg:flex-none" : "flex-1")}>
          {isWaiting ? <Skeleton className="h-40! w-full rounded-lg!" /> : <RunsBoard state={state} known={known} />}
        </div>
      )}
      {actId !== undefined && <ActDialog actId={actId} onClose={() => setActId(undefined)} />}
    </div>
  );
}

function Rows({ state, known, experiment, isWaiting }: BodyProps) {
  const { grouping } = state;
  if (isWaiting) return <PanelSkeleton />;
  if (!grouping) return <RunsPanel state={state} known={known} experiment={experiment} />;
  // Another grouping has other groups: those of the one before are not open in it.
  return <GroupedPanel key={printGrouping(grouping)} state={state} grouping={grouping} experiment={experiment} />;
}

function PanelSkeleton() {
  return (
    <section className="overflow-hidden rounded-lg border bg-surface">
      <SkeletonRows label="Runs are being read" rows={14} columns={[150, 80, 70, 70, 60, 60, 50]} />
    </section>
  );
}
