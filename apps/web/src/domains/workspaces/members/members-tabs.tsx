"use client";
import { LinkTabs } from "@plumbline/ui/tabs";
import { LinkTab } from "#src/components/link-tab.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";

export function MembersTabs() {
  const { workspace, can } = useViewer();
  return (
    <LinkTabs label="Who">
      <LinkTab href={paths.members(workspace)}>Members</LinkTab>
      <LinkTab href={paths.groups(workspace)}>Groups</LinkTab>
      {can("platform:people") && <LinkTab href={paths.people(workspace)}>People of the platform</LinkTab>}
    </LinkTabs>
  );
}
