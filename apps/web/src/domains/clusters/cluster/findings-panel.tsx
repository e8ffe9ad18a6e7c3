"use client";
import type { ClusterFinding } from "@plumbline/contracts/clusters/reading";
import { Panel, PanelRow } from "@plumbline/ui/panel";
import Link from "next/link";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";

/** Where something can be done about it: by quotas, or by the queues of the cluster. */
const ways: Readonly<Partial<Record<ClusterFinding["kind"], { to: "quotas" | "queues"; words: string }>>> = {
  idle: { to: "quotas", words: "Owners" },
  "waits-and-idles": { to: "quotas", words: "Owners" },
  "borrow-limit": { to: "queues", words: "Queues" },
  overpromised: { to: "queues", words: "Queues" },
  "no-nodes": { to: "queues", words: "Queues" },
  uncovered: { to: "queues", words: "Queues" },
};

/** What whoever runs the cluster would want to know. */
export function FindingsPanel({ cluster, findings }: { cluster: string; findings: readonly ClusterFinding[] }) {
  return (
    <Panel flush title="Worth a look" aside="found while reading">
      {findings.map(({ kind, title, detail }) => (
        <PanelRow key={`${title} ${detail}`} className="flex-wrap gap-y-0">
          <span className="min-w-0 basis-72 font-medium">{title}</span>
          <span className="wrap-anywhere min-w-0 flex-1 basis-64 text-ink-2">{detail}</span>
          <Way cluster={cluster} kind={kind} title={title} />
        </PanelRow>
      ))}
    </Panel>
  );
}

function Way({ cluster, kind, title }: { cluster: string; kind: ClusterFinding["kind"]; title: string }) {
  const { workspace, can } = useViewer();
  const way = ways[kind];
  if (!(way && can(way.to === "quotas" ? "quota:read" : "platform:compute"))) return null;
  const ofCluster = `${paths.quotas(workspace)}?${new URLSearchParams({ resource: "gpu", cluster })}`;
  const href = way.to === "quotas" ? ofCluster : paths.clusterManagement(workspace, cluster);
  return (
    <Link href={href} className="text-accent hover:underline">
      {way.words}
      <span className="sr-only">: {title}</span>
    </Link>
  );
}
