"use client";
import { Button } from "@plumbline/ui/button";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { Loaded } from "#src/components/loaded.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { clustersQuery } from "../queries.ts";
import { ClusterTable } from "./cluster-table.tsx";
import { NoClusters } from "./no-clusters.tsx";

const RegisterDialog = dynamic(() => import("../register/register-dialog.tsx").then((module) => module.RegisterDialog));

/** What hardware is there, and who holds it? */
export function ClustersPage() {
  const { can } = useViewer();
  const url = useUrlState();
  const clusters = useQuery(clustersQuery(useApi()));
  const mayRegister = can("platform:compute");
  const open = () => url.set({ new: "1" });
  return (
    <Page
      title="Clusters"
      lead="Kubernetes clusters that jobs may run on: what they hold, who holds it, and why what waits waits."
      actions={
        mayRegister && (
          <Button tone="primary" onClick={open}>
            <Plus className="icon-small" aria-hidden="true" />
            Register cluster
          </Button>
        )
      }
    >
      <section className="overflow-hidden rounded-lg border bg-surface">
        <Loaded
          query={clusters}
          what="The clusters"
          skeleton={<SkeletonRows label="Clusters are being read" rows={4} columns={[120, 160, 260, 60, 60, 60, 60, 90]} />}
        >
          {({ items }) =>
            items.length === 0 ? <NoClusters onRegister={mayRegister ? open : undefined} /> : <ClusterTable clusters={items} />
          }
        </Loaded>
      </section>
      {url.get("new") === "1" && mayRegister && <RegisterDialog onClose={() => url.set({ new: undefined })} />}
    </Page>
  );
}
