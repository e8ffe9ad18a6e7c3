"use client";
import type { Policy } from "@plumbline/contracts/approvals/policy";
import { ButtonLink } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Loaded } from "#src/components/loaded.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { isCode } from "#src/shell/problem-text.ts";
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
  return (
    <Page title={name} crumbs={[{ label: "Policies", href: paths.policies(api.workspace) }]}>
      <Panel flush>
        {isCode(query.error, "not-found") ? (
          <EmptyState
            title={`There is no policy ${name}`}
            action={
              <ButtonLink>
                <Link href={paths.policies(api.workspace)}>All policies</Link>
              </ButtonLink>
            }
          >
            It may never have been published, or have another name.
          </EmptyState>
        ) : (
          <Loaded query={query} what="The policy" skeleton={<SkeletonRows label="The policy is being read" rows={14} columns={[280]} />}>
            {() => null}
          </Loaded>
        )}
      </Panel>
    </Page>
  );
}
