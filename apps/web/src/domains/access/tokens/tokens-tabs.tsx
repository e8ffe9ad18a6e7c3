"use client";
import { LinkTabs } from "@plumbline/ui/tabs";
import { LinkTab } from "#src/components/link-tab.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";

export function TokensTabs() {
  const { workspace } = useViewer();
  return (
    <LinkTabs label="Whose">
      <LinkTab href={paths.tokens(workspace)}>Tokens</LinkTab>
      <LinkTab href={paths.serviceAccounts(workspace)}>Service accounts</LinkTab>
    </LinkTabs>
  );
}
