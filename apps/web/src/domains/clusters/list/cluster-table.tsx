"use client";
import type { Cluster } from "@plumbline/contracts/clusters/cluster";
import { formatCount } from "@plumbline/ui/format/number";
import Link from "next/link";
import { Cell, type Heading, Table } from "#src/components/table.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { modeText, versionsText } from "../cluster-words.ts";
import { Reachability } from "../reachability.tsx";

const headings: readonly Heading[] = [
  { label: "Name" },
  { label: "Reachability", className: "max-sm:hidden" },
  { label: "GPUs", align: "end" },
  { label: "Held", align: "end" },
  { label: "Idle", align: "end" },
  { label: "Free", align: "end" },
  { label: "Pending", align: "end" },
  { label: "Mode" },
  { label: "Runs", className: "w-full" },
];

export function ClusterTable({ clusters }: { clusters: readonly Cluster[] }) {
  return (
    <Table label="Clusters" headings={headings}>
      {clusters.map((cluster) => (
        <ClusterRow key={cluster.id} cluster={cluster} />
      ))}
    </Table>
  );
}

function ClusterRow({ cluster }: { cluster: Cluster }) {
  const { workspace } = useViewer();
  const { name, gpus, pending, problem, readAt } = cluster;
  const versions = versionsText(cluster);
  const known = (value: number | null): string => (readAt === null || value === null ? "–" : formatCount(value));
  return (
    <tr>
      <Cell className="max-sm:py-1.5">
        <Link href={paths.cluster(workspace, name)} className="font-medium hover:underline">
          {name}
        </Link>
        {/* On a phone it stands below the name: beside it, it would push the figures out of sight. */}
        <span className="block text-small sm:hidden">
          <Reachability cluster={cluster} />
        </span>
      </Cell>
      <Cell className="max-w-72 py-1 max-sm:hidden">
        <Reachability cluster={cluster} />
        {problem && (
          <span className="block truncate text-ink-3 text-small" title={problem}>
            {problem}
          </span>
        )}
      </Cell>
      <Cell align="end">{known(gpus.total)}</Cell>
      <Cell align="end">{known(gpus.held)}</Cell>
      <Cell align="end">{known(gpus.idle)}</Cell>
      <Cell align="end">{known(gpus.free)}</Cell>
      <Cell align="end">{known(pending)}</Cell>
      <Cell className="text-ink-2">{modeText(cluster)}</Cell>
      <Cell className="max-w-0 truncate text-ink-2 max-xl:max-w-none">
        <span title={versions}>{versions}</span>
      </Cell>
    </tr>
  );
}
