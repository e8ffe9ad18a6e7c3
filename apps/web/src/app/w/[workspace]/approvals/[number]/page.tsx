import { notFound } from "next/navigation";
import { requestQuery } from "#src/domains/approvals/queries.ts";
import { RequestPage } from "#src/domains/approvals/request/request-page.tsx";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string; number: string }>;
}

export default async function Request({ params }: Props) {
  const { workspace, number: text } = await params;
  if (!/^[1-9]\d{0,8}$/.test(text)) notFound();
  const number = Number(text);
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(requestQuery(api, number))]}>
      <RequestPage number={number} />
    </Prefetched>
  );
}
