"use client";
import { Button } from "@plumbline/ui/button";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { isNowhere, NoSuchPage } from "#src/components/no-such-page.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { managementQuery } from "../queries.ts";
import { PrepareNamespace } from "./prepare-namespace.tsx";
import { QueuesPanel } from "./queues-panel.tsx";
import { Reconnect } from "./reconnect.tsx";
import { WritesPanel } from "./writes-panel.tsx";

type Asked = "reconnect" | "prepare" | undefined;

/** Which queue is whose, and which of them are changed from here. */
export function ManagePage({ name }: { name: string }) {
  const { workspace } = useViewer();
  const management = useQuery(managementQuery(useApi(), name));
  const [asked, ask] = useState<Asked>();
  const close = () => ask(undefined);
  const list = { label: "Clusters", href: paths.clusters(workspace) };
  if (isNowhere(management)) return <NoSuchPage what="cluster" list={list} detail="It was removed, or never registered under this name." />;
  return (
    <Page
      title="Manage"
      crumbs={[list, { label: name, href: paths.cluster(workspace, name) }]}
      lead="Mapping shows a queue to its workspace and writes nothing. What is handed over is changed from here, object by object, and can be taken back."
      actions={
        <Button tone="ghost" onClick={() => ask("reconnect")}>
          <KeyRound className="icon-small" aria-hidden="true" />
          Change credentials
        </Button>
      }
    >
      <Loaded query={management} what="The queues" skeleton={<SkeletonRows label="being read" columns={[140, 100, 200, 120]} />}>
        {(data) => (
          <>
            <QueuesPanel cluster={name} management={data} onPrepare={() => ask("prepare")} />
            <WritesPanel writes={data.writes} />
            {asked === "prepare" && <PrepareNamespace cluster={name} management={data} onClose={close} />}
          </>
        )}
      </Loaded>
      {asked === "reconnect" && <Reconnect cluster={name} onClose={close} />}
    </Page>
  );
}
