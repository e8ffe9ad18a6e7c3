"use client";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { StateChoice, TaskList } from "./task-list.tsx";
import { TasksTabs } from "./tasks-tabs.tsx";

/** What does the platform do for us in the background, and what is stuck? */
export function TasksPage() {
  const { workspace, can } = useViewer();
  return (
    <Page
      title="Tasks"
      tabs={<TasksTabs />}
      lead={`What the platform does for ${workspace} in the background. What fails is tried again; what failed for good waits here for you.`}
      actions={<StateChoice />}
    >
      <TaskList place={useApi()} canRetry={can("workspace:manage")} />
    </Page>
  );
}
