"use client";
import { LinkTabs } from "@plumbline/ui/tabs";
import { LinkTab } from "#src/components/link-tab.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";

/** Only who keeps the platform has a choice. */
export function TasksTabs() {
  const { workspace, can } = useViewer();
  if (!can("platform:tasks")) return null;
  return (
    <LinkTabs label="Whose">
      <LinkTab href={paths.tasks(workspace)}>Of the workspace</LinkTab>
      <LinkTab href={paths.platformTasks(workspace)}>Of the platform</LinkTab>
    </LinkTabs>
  );
}
