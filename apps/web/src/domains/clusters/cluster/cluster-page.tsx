"use client";
import { ButtonLink } from "@plumbline/ui/button";
import { countText } from "@plumbline/ui/format/number";
import { ErrorState } from "@plumbline/ui/states";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { isCode } from "#src/shell/problem-text.ts";
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
  const isUnknown = isCode(query.error, "not-found") || (!query.data && isCode(query.error, "invalid"));
  if (isUnknown) return <Missing />;
  const { data } = query;
  return (
    <Page
      title={cluster}
      crumbs={[{ label: "Clusters", href: paths.clusters(api.workspace) }]}
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

function Missing() {
  const { workspace } = useApi();
  const back = (
    <ButtonLink>
      <Link href={paths.clusters(workspace)}>All clusters</Link>
    </ButtonLink>
  );
  return (
    <Page title="No such cluster" crumbs={[{ label: "Clusters", href: paths.clusters(workspace) }]}>
      <ErrorState title="There is no such cluster" detail="It was removed, or never registered under this name." action={back} />
    </Page>
  );
}
