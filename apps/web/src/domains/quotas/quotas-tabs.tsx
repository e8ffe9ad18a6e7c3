"use client";
import { LinkTabs } from "@plumbline/ui/tabs";
import { LinkTab } from "#src/components/link-tab.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";

/** What is used, what it came to, and for the platform team what there is. */
export function QuotasTabs() {
  const { workspace, can } = useViewer();
  return (
    <LinkTabs label="Quotas">
      <LinkTab href={paths.quotas(workspace)}>Use</LinkTab>
      <LinkTab href={paths.showback(workspace)}>Showback</LinkTab>
      {can("platform:compute") && <LinkTab href={paths.pools(workspace)}>Pools</LinkTab>}
    </LinkTabs>
  );
}
