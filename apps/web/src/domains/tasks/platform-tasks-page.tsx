"use client";
import { EmptyState } from "@plumbline/ui/states";
import { Page } from "#src/shell/page.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { StateChoice, TaskList } from "./task-list.tsx";
import { TasksTabs } from "./tasks-tabs.tsx";

/** What does the platform do for itself, and what is stuck? */
export function PlatformTasksPage() {
  const { can } = useViewer();
  if (!can("platform:tasks")) return <NotAllowed />;
  return (
    <Page
      title="Tasks of the platform"
      tabs={<TasksTabs />}
      lead="What the platform does for itself and for all workspaces. What fails is tried again; what failed for good waits here."
      actions={<StateChoice />}
    >
      <TaskList place="platform" canRetry />
    </Page>
  );
}

function NotAllowed() {
  return (
    <Page title="Tasks of the platform">
      <section className="rounded-lg border bg-surface">
        <EmptyState title="These are for administrators of the platform">Those of the workspace are under Tasks.</EmptyState>
      </section>
    </Page>
  );
}
