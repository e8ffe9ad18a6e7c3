"use client";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { isNowhere, NoSuchPage } from "#src/components/no-such-page.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { requestQuery } from "../queries.ts";
import { RequestProvider } from "./request-context.tsx";
import { RequestView } from "./request-view.tsx";

/** What am I asked, and on what evidence? */
export function RequestPage({ number }: { number: number }) {
  const api = useApi();
  const query = useQuery(requestQuery(api, number));
  if (query.data) {
    return (
      <RequestProvider value={query.data}>
        <RequestView isStale={query.error !== null} onRetry={() => void query.refetch()} />
      </RequestProvider>
    );
  }
  const list = { label: "Approvals", href: paths.approvals(api.workspace) };
  if (isNowhere(query))
    return <NoSuchPage what="request" list={list} detail="The number may be wrong, or it may be in another workspace." />;
  return (
    <Page title={`Request ${number}`} crumbs={[list]}>
      <Loaded query={query} what="The request" skeleton={<RequestSkeleton />}>
        {() => null}
      </Loaded>
    </Page>
  );
}

function RequestSkeleton() {
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_356px]">
      <Panel flush>
        <SkeletonRows label="The request is being read" columns={[70, 120, 160, 140]} />
      </Panel>
      <Panel flush>
        <SkeletonRows label="Votes are being read" rows={5} columns={[90, 120]} />
      </Panel>
    </div>
  );
}
