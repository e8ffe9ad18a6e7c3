"use client";
import { countText } from "@plumbline/ui/format/number";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { isNowhere, NoSuchPage } from "#src/components/no-such-page.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { versionsText } from "../cluster-words.ts";
import { clusterQuery } from "../queries.ts";
import { Reachability } from "../reachability.tsx";
import { ClusterActions } from "./cluster-actions.tsx";
import { ClusterSkeleton } from "./cluster-skeleton.tsx";
import { ClusterView } from "./cluster-view.tsx";

/** What hardware is there, and who holds it? */
export function ClusterPage({ cluster }: { cluster: string }) {
  const api = useApi();
  const query = useQuery(clusterQuery(api, cluster));
  const list = { label: "Clusters", href: paths.clusters(api.workspace) };
  if (isNowhere(query)) return <NoSuchPage what="cluster" list={list} detail="It was removed, or never registered under this name." />;
  const { data } = query;
  return (
    <Page
      title={cluster}
      crumbs={[list]}
      aside={
        data && (
          <>
            <Reachability cluster={data} />
            <span className="text-ink-2">
              {versionsText(data)}
              {data.readAt !== null && ` · ${countText(data.gpuNodes, "GPU node")}`}
            </span>
          </>
        )
      }
      actions={data && <ClusterActions cluster={data} />}
    >
      <Loaded query={query} what="The cluster" skeleton={<ClusterSkeleton />}>
        {(loaded) => <ClusterView cluster={loaded} />}
      </Loaded>
    </Page>
  );
}
