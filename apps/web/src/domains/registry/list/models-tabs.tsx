"use client";
import { LinkTabs } from "@plumbline/ui/tabs";
import { LinkTab } from "#src/components/link-tab.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";

export function ModelsTabs() {
  const { workspace } = useApi();
  return (
    <LinkTabs label="Views of the models">
      <LinkTab href={paths.models(workspace)}>Models</LinkTab>
      <LinkTab href={paths.inventory(workspace)}>Inventory</LinkTab>
    </LinkTabs>
  );
}
