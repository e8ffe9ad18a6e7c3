import { PlatformTasksPage } from "#src/domains/tasks/platform-tasks-page.tsx";

export default function PlatformTasks() {
  return <PlatformTasksPage />;
}
