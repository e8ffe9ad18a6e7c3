"use client";
import type { Policy } from "@plumbline/contracts/approvals/policy";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { isNowhere, NoSuchPage } from "#src/components/no-such-page.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { EditPolicy } from "./edit-policy.tsx";
import { policyQuery } from "./queries.ts";
import { ReadPolicy } from "./read-policy.tsx";

interface Props {
  name: string;
  scope: Policy["scope"];
}

/** What may go where under this policy, and what would change? */
export function PolicyPage({ name, scope }: Props) {
  const api = useApi();
  const { can } = useViewer();
  const url = useUrlState();
  const query = useQuery(policyQuery(api, name, scope));
  if (query.data) {
    const isRead = scope === "organisation" || !can("policy:write") || url.get("view") === "versions" || url.get("version") !== undefined;
    return isRead ? <ReadPolicy data={query.data} /> : <EditPolicy key={name} data={query.data} />;
  }
  const list = { label: "Policies", href: paths.policies(api.workspace) };
  if (isNowhere(query)) return <NoSuchPage what="policy" list={list} detail="It may never have been published, or have another name." />;
  return (
    <Page title={name} crumbs={[list]}>
      <Panel flush>
        <Loaded query={query} what="The policy" skeleton={<SkeletonRows label="The policy is being read" rows={14} columns={[280]} />}>
          {() => null}
        </Loaded>
      </Panel>
    </Page>
  );
}
