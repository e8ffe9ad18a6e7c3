"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { RegisterPage } from "#src/components/register-page.tsx";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { clustersQuery } from "../queries.ts";
import { ClusterTable } from "./cluster-table.tsx";
import { NoClusters } from "./no-clusters.tsx";

const RegisterDialog = dynamic(() => import("../register/register-dialog.tsx").then((module) => module.RegisterDialog));

/** What hardware is there, and who holds it? */
export function ClustersPage() {
  const { can } = useViewer();
  const clusters = useQuery(clustersQuery(useApi()));
  return (
    <RegisterPage
      title="Clusters"
      lead="Kubernetes clusters that jobs may run on: what they hold, who holds it, and why what waits waits."
      action={can("platform:compute") ? "Register cluster" : undefined}
      query={clusters}
      skeleton={[120, 160, 60, 60, 60, 60, 60, 90, 200]}
      dialog={(close) => <RegisterDialog onClose={close} />}
    >
      {({ items }, onNew) => (items.length === 0 ? <NoClusters onRegister={onNew} /> : <ClusterTable clusters={items} />)}
    </RegisterPage>
  );
}
