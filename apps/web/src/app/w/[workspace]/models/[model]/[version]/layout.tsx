import type { ReactNode } from "react";
import { versionQuery } from "#src/domains/registry/queries.ts";
import { VersionFrame } from "#src/domains/registry/version/version-frame.tsx";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string; model: string; version: string }>;
  children: ReactNode;
}

export default async function VersionLayout({ params, children }: Props) {
  const { workspace, model, version } = await params;
  const name = decodeURIComponent(model);
  const number = Number(version);
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(versionQuery(api, { model: name, version: number }))]}>
      <VersionFrame model={name} version={number}>
        {children}
      </VersionFrame>
    </Prefetched>
  );
}
