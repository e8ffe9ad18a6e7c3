"use client";
import type { SavedView } from "@plumbline/contracts/experiments/saved-view";
import { Button } from "@plumbline/ui/button";
import { SearchInput } from "@plumbline/ui/input";
import { Skeleton } from "@plumbline/ui/skeleton";
import { ErrorState } from "@plumbline/ui/states";
import type { UseQueryResult } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Check, Lock } from "lucide-react";
import { useState } from "react";
import { problemText } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import type { RunsState } from "../use-runs-state.ts";
import { ViewActs } from "./view-acts.tsx";
import type { ViewTask } from "./view-task.ts";

export interface ViewListProps {
  state: RunsState;
  views: UseQueryResult<{ items: SavedView[]; defaultViewId: string | null }>;
  open: SavedView | undefined;
  isChanged: boolean;
  experimentId: string;
  onClose: () => void;
  onTask: (task: ViewTask) => void;
}

/** Above so many, a search helps. */
const searchedFrom = 8;

export function ViewList(props: ViewListProps) {
  const { state, views, open } = props;
  const { can } = useViewer();
  const [search, setSearch] = useState("");
  const items = views.data?.items ?? [];
  const found = items.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()));
  const choose = (view: SavedView | undefined) => {
    props.onClose();
    state.openView(view);
  };
  if (views.error && !views.data) {
    return <ErrorState title="The views could not be read" {...problemText(views.error)} onRetry={() => void views.refetch()} />;
  }
  return (
    <div className="flex max-h-[min(520px,76vh)] flex-col">
      {items.length >= searchedFrom && (
        <div className="border-b p-2">
          <SearchInput
            aria-label="Search views"
            placeholder="Search views"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
      )}
      <div className="min-h-0 flex-1 overflow-y-auto p-1">
        <Row isOpen={state.viewId === undefined} onChoose={() => choose(undefined)} name="All runs" />
        {views.isPending && <Skeleton className="m-2 w-40" />}
        <Group title="Shared" views={found.filter(({ isShared }) => isShared)} open={open} onChoose={choose} />
        <Group title="Only you" views={found.filter(({ isShared }) => !isShared)} open={open} onChoose={choose} />
        {views.data && items.length === 0 && (
          <p className="px-2 py-1.5 text-ink-3 text-small">
            A view keeps filter, order, columns and charts under a name{can("view:share") ? ", for you or for everybody here" : ""}.
          </p>
        )}
        {items.length > 0 && found.length === 0 && <p className="px-2 py-3 text-center text-ink-3">No view has such a name.</p>}
        {state.viewId !== undefined && !open && views.data && (
          <p className="px-2 py-1.5 text-small text-warn">The view that the address names is gone, or was never shared with you.</p>
        )}
      </div>
      {open ? (
        <ViewActs {...props} open={open} isDefault={views.data?.defaultViewId === open.viewId} />
      ) : (
        can("view:self") && (
          <div className="border-t p-2">
            <Button className="w-full" onClick={() => props.onTask({ kind: "save" })}>
              Save as a view
            </Button>
          </div>
        )
      )}
    </div>
  );
}

interface GroupProps {
  title: string;
  views: readonly SavedView[];
  open: SavedView | undefined;
  onChoose: (view: SavedView) => void;
}

function Group({ title, views, open, onChoose }: GroupProps) {
  if (views.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="px-2 pt-1.5 pb-0.5 text-caption text-ink-3">{title}</h3>
      {views.map((view) => (
        <Row key={view.viewId} isOpen={view.viewId === open?.viewId} onChoose={() => onChoose(view)} name={view.name} view={view} />
      ))}
    </section>
  );
}

function Row({ name, view, isOpen, onChoose }: { name: string; view?: SavedView; isOpen: boolean; onChoose: () => void }) {
  return (
    <button
      type="button"
      aria-current={isOpen ? "true" : undefined}
      onClick={onChoose}
      className={clsx("flex min-h-7 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover", isOpen && "font-medium")}
    >
      <span className="grid w-4 flex-none place-items-center">
        {isOpen && <Check className="icon-small text-accent" aria-hidden="true" />}
      </span>
      <span className="min-w-0 flex-1 truncate" title={name}>
        {name}
      </span>
      {view?.experimentId === null && <span className="flex-none text-ink-3 text-small">workspace</span>}
      {view?.isShared && <span className="max-w-24 flex-none truncate text-ink-3 text-small">{view.owner.name}</span>}
      {view && !view.isShared && <Lock className="icon-small flex-none text-ink-3" aria-label="private" />}
    </button>
  );
}
