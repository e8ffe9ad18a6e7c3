import { TasksPage } from "#src/domains/tasks/tasks-page.tsx";

export default function Tasks() {
  return <TasksPage />;
}
