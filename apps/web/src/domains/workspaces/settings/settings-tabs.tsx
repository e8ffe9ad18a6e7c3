"use client";
import { LinkTabs } from "@plumbline/ui/tabs";
import { LinkTab } from "#src/components/link-tab.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";

export function SettingsTabs() {
  const { workspace, can } = useViewer();
  return (
    <LinkTabs label="Settings of">
      <LinkTab href={paths.settings(workspace)}>Workspace</LinkTab>
      <LinkTab href={paths.account(workspace)}>Your account</LinkTab>
      {can("webhook:manage") && <LinkTab href={paths.webhooks(workspace)}>Webhooks</LinkTab>}
    </LinkTabs>
  );
}
