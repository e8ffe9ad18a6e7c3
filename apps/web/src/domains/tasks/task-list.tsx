"use client";
import { type Task, TaskState } from "@plumbline/contracts/tasks";
import { Button } from "@plumbline/ui/button";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Segments } from "@plumbline/ui/tabs";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import { Loaded } from "#src/components/loaded.tsx";
import { Table } from "#src/components/table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { type TaskPlace, tasksQuery } from "./queries.ts";
import { TaskRow } from "./task-row.tsx";

const choices = [
  { value: "all", label: "All" },
  { value: "failed", label: "Failed" },
  { value: "queued", label: "Waiting" },
  { value: "running", label: "Running" },
] as const;

function useWantedState(): TaskState | undefined {
  const asked = useUrlState().get("state");
  return TaskState.options.find((option) => option === asked);
}

export function StateChoice() {
  const url = useUrlState();
  const state = useWantedState();
  return (
    <Segments
      label="State"
      value={state ?? "all"}
      onChange={(next) => url.set({ state: next === "all" ? undefined : next })}
      options={choices}
    />
  );
}

const headings = [
  { label: "Task" },
  { label: "State" },
  { label: "Why its last attempt failed" },
  { label: "Attempts", align: "end" as const },
  { label: "Made", align: "end" as const },
  { label: "Id" },
];
const retryHeading = { label: "Retry", isHidden: true };

export function TaskList({ place, canRetry }: { place: TaskPlace; canRetry: boolean }) {
  const state = useWantedState();
  const query = useInfiniteQuery(tasksQuery(place, state));
  return (
    <section className="overflow-hidden rounded-lg border bg-surface">
      <Loaded query={query} what="The tasks" skeleton={<SkeletonRows label="Tasks are being read" columns={[180, 140, 260, 50, 50, 90]} />}>
        {({ pages }) => {
          const tasks = pages.flatMap(({ items }) => items);
          return tasks.length === 0 ? <Nothing state={state} /> : <Tasks tasks={tasks} place={place} canRetry={canRetry} />;
        }}
      </Loaded>
      {query.hasNextPage && (
        <div className="border-t p-2">
          <Button tone="ghost" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older ones
          </Button>
        </div>
      )}
    </section>
  );
}

function Tasks({ tasks, place, canRetry }: { tasks: readonly Task[]; place: TaskPlace; canRetry: boolean }) {
  return (
    <Table label="Tasks" headings={canRetry ? [...headings, retryHeading] : headings}>
      {tasks.map((task) => (
        <TaskRow key={task.id} task={task} place={place} canRetry={canRetry} />
      ))}
    </Table>
  );
}

const nothing: Readonly<Record<TaskState, string>> = {
  failed: "Nothing has failed in the last seven days",
  queued: "Nothing waits",
  running: "Nothing runs right now",
};

function Nothing({ state }: { state: TaskState | undefined }) {
  return (
    <EmptyState icon={<ListChecks />} title={state ? nothing[state] : "All work is done"}>
      What the platform does in the background is here while it waits or runs, and for seven days where it failed.
    </EmptyState>
  );
}
