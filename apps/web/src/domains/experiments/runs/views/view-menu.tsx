"use client";
import type { SavedView } from "@plumbline/contracts/experiments/saved-view";
import { Button } from "@plumbline/ui/button";
import { Popover } from "@plumbline/ui/popover";
import { Chip } from "@plumbline/ui/status";
import { useQuery } from "@tanstack/react-query";
import { Bookmark } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { isSameContent } from "../table-address.ts";
import type { RunsState } from "../use-runs-state.ts";
import { savedViewsQuery } from "./saved-views-query.ts";
import type { ViewTask } from "./view-task.ts";

const ViewDialog = dynamic(() => import("./view-dialog.tsx").then((module) => module.ViewDialog));
const ViewList = dynamic(() => import("./view-list.tsx").then((module) => module.ViewList));

export interface ViewMenuProps {
  state: RunsState;
  experimentId: string;
  /** Told once it is known which view opens by itself, or that none does. */
  onDecided: () => void;
}

/** Which view of the runs is open, whether it was changed, and all that can be done with views. */
export function ViewMenu({ state, experimentId, onDecided }: ViewMenuProps) {
  const views = useQuery(savedViewsQuery(useApi(), experimentId));
  const [task, setTask] = useState<ViewTask>();
  useOpening(state, { views: views.data, isRead: !views.isPending, onDecided });
  const open = views.data?.items.find(({ viewId }) => viewId === state.viewId);
  const isChanged = open !== undefined && !isSameContent(open.content, state.content);
  const trigger = (
    <Button tone="ghost">
      <Bookmark className="icon-small" aria-hidden="true" />
      <span className="max-sm:sr-only">Views:</span>
      <span className="max-w-40 truncate text-ink">{open?.name ?? "all runs"}</span>
      {isChanged && <Chip tone="warn">changed</Chip>}
    </Button>
  );
  return (
    <>
      <Popover trigger={trigger} label="Views" align="end" className="w-80 p-0!">
        {(close) => (
          <ViewList
            state={state}
            views={views}
            open={open}
            isChanged={isChanged}
            experimentId={experimentId}
            onClose={close}
            onTask={(next) => {
              close();
              setTask(next);
            }}
          />
        )}
      </Popover>
      {task && <ViewDialog task={task} state={state} experimentId={experimentId} onClose={() => setTask(undefined)} />}
    </>
  );
}

interface Opening {
  views: { items: readonly SavedView[]; defaultViewId: string | null } | undefined;
  isRead: boolean;
  onDecided: () => void;
}

/** Opens what a link names, or what the experiment opens with, once for each visit: whatever is then changed stays so. */
function useOpening(state: RunsState, { views, isRead, onDecided }: Opening): void {
  const decided = useRef<string>(undefined);
  useEffect(() => {
    const current = state.viewId ?? "";
    if (!isRead || decided.current === current) return;
    const wanted = wantedView(state, decided.current === undefined ? views?.defaultViewId : null);
    const view = views?.items.find(({ viewId }) => viewId === wanted);
    decided.current = view?.viewId ?? current;
    if (view) state.openView(view);
    onDecided();
  }, [isRead, state, views, onDecided]);
}

function wantedView(state: RunsState, defaultViewId: string | null | undefined): string | null | undefined {
  if (state.isUnopened) return state.viewId;
  return state.isUndecided ? defaultViewId : undefined;
}
