import type { ReactNode } from "react";
import { runQuery } from "#src/domains/experiments/queries.ts";
import { RunFrame } from "#src/domains/experiments/run/run-frame.tsx";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string; runId: string }>;
  children: ReactNode;
}

export default async function RunLayout({ params, children }: Props) {
  const { workspace, runId } = await params;
  const id = decodeURIComponent(runId);
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(runQuery(api, id))]}>
      <RunFrame runId={id}>{children}</RunFrame>
    </Prefetched>
  );
}
