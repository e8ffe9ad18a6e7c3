import type { ReactNode } from "react";
import { ModelFrame } from "#src/domains/registry/model/model-frame.tsx";
import { modelQuery } from "#src/domains/registry/queries.ts";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string; model: string }>;
  children: ReactNode;
}

export default async function ModelLayout({ params, children }: Props) {
  const { workspace, model } = await params;
  const name = decodeURIComponent(model);
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(modelQuery(api, name))]}>
      <ModelFrame name={name}>{children}</ModelFrame>
    </Prefetched>
  );
}
