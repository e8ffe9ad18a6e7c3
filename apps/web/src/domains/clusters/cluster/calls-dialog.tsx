"use client";
import type { ClusterCall } from "@plumbline/contracts/clusters/cluster";
import { Dialog } from "@plumbline/ui/dialog";
import { formatCount } from "@plumbline/ui/format/number";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Chip } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, type Heading, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { callsQuery } from "../queries.ts";

const headings: readonly Heading[] = [
  { label: "Kind" },
  { label: "Verb" },
  { label: "Address" },
  { label: "Calls", align: "end" },
  { label: "Failed", align: "end" },
  { label: "Last answer", align: "end" },
  { label: "Last", align: "end" },
];

/** Every call that was ever made to a cluster; writes first. */
export function CallsDialog({ cluster, onClose }: { cluster: string; onClose: () => void }) {
  const query = useQuery(callsQuery(useApi(), cluster));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="wide"
      title={`Calls to ${cluster}`}
      description="Each call that was made since it was registered, counted by verb and address; writes first. A question asks what the credentials may do, and changes nothing."
    >
      <div className="-mx-4 min-h-40 border-t">
        <Loaded query={query} what="The calls" skeleton={<SkeletonRows label="Calls are being read" columns={[50, 50, 320, 40, 60]} />}>
          {({ items, isCut }) => (
            <>
              <Calls calls={items} />
              {isCut && (
                <p className="px-4 py-2 text-ink-3">There are more addresses than {formatCount(items.length)}; the newest are shown.</p>
              )}
            </>
          )}
        </Loaded>
      </div>
    </Dialog>
  );
}

function Calls({ calls }: { calls: readonly ClusterCall[] }) {
  if (calls.length === 0)
    return <EmptyState title="No call yet">The worker calls the cluster within seconds of its registration.</EmptyState>;
  return (
    <Table label="Calls" headings={headings}>
      {calls.map(({ kind, verb, path, count, failures, lastStatus, lastAt }) => (
        <tr key={`${verb} ${path}`}>
          <Cell>
            <Chip tone={kind === "write" ? "warn" : "neutral"}>{kind}</Chip>
          </Cell>
          <Cell>{verb}</Cell>
          <Cell className="code max-w-80 truncate">
            <span title={path}>{path}</span>
          </Cell>
          <Cell align="end">{formatCount(count)}</Cell>
          <Cell align="end" className={failures > 0 ? "text-bad" : "text-ink-3"}>
            {formatCount(failures)}
          </Cell>
          <Cell align="end">{lastStatus === 0 ? "none" : lastStatus}</Cell>
          <Cell align="end" className="text-ink-2">
            <Time at={Date.parse(lastAt)} />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
