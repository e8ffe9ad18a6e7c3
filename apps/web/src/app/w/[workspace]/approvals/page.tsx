import { ApprovalsPage } from "#src/domains/approvals/list/approvals-page.tsx";
import { delegationsQuery, requestsQuery } from "#src/domains/approvals/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function Approvals({ params }: Props) {
  const { workspace } = await params;
  const all = { kind: undefined, subject: undefined };
  return (
    <Prefetched
      workspace={workspace}
      begin={(client, api) => [
        client.prefetchInfiniteQuery(requestsQuery(api, { state: "undecided", ...all })),
        client.prefetchInfiniteQuery(requestsQuery(api, { state: "decided", ...all })),
        client.prefetchQuery(delegationsQuery(api)),
      ]}
    >
      <ApprovalsPage />
    </Prefetched>
  );
}
