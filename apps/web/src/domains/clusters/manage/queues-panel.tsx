"use client";
import type { getManagement } from "@plumbline/contracts/clusters/management";
import { type ClusterQueue, handOverQueue, takeBackQueue, unmapQueue } from "@plumbline/contracts/clusters/management";
import type { Output } from "@plumbline/contracts/operation";
import { Button } from "@plumbline/ui/button";
import { formatNumber } from "@plumbline/ui/format/number";
import { Panel } from "@plumbline/ui/panel";
import { EmptyState } from "@plumbline/ui/states";
import { Chip } from "@plumbline/ui/status";
import { useState } from "react";
import { failToast } from "#src/components/fail-toast.ts";
import { Cell, Table } from "#src/components/table.tsx";
import { useChange } from "../use-change.ts";
import { MapQueue } from "./map-queue.tsx";
import { QueueForm } from "./queue-form.tsx";

export type Management = Output<typeof getManagement>;

const headings = [
  { label: "Queue" },
  { label: "Cohort" },
  { label: "Guarantees" },
  { label: "Pending", align: "end" as const },
  { label: "Workspace" },
  { label: "Changed from here" },
  { label: "Actions", isHidden: true },
];

type Asked = { readonly what: "map" | "change"; readonly queue: ClusterQueue } | undefined;

/** The queues of a cluster: whose each is, and whether it is only read. */
export function QueuesPanel({ cluster, management, onPrepare }: { cluster: string; management: Management; onPrepare: () => void }) {
  const [asked, ask] = useState<Asked>();
  const close = () => ask(undefined);
  return (
    <Panel
      flush
      className="mb-3"
      title="Queues"
      aside="ClusterQueues of Kueue"
      actions={
        <Button size="small" onClick={onPrepare}>
          Prepare a namespace
        </Button>
      }
    >
      {management.queues.length === 0 ? (
        <EmptyState title="The cluster has no queue">
          Without Kueue whoever comes first has the GPUs. Prepare a namespace to let a workspace run jobs here.
        </EmptyState>
      ) : (
        <Table label="Queues" headings={headings}>
          {management.queues.map((queue) => (
            <Row key={queue.name} cluster={cluster} queue={queue} onAsk={(what) => ask({ what, queue })} />
          ))}
        </Table>
      )}
      {asked?.what === "map" && <MapQueue cluster={cluster} queue={asked.queue} workspaces={management.workspaces} onClose={close} />}
      {asked?.what === "change" && <QueueForm cluster={cluster} queue={asked.queue} onClose={close} />}
    </Panel>
  );
}

function Row({ cluster, queue, onAsk }: { cluster: string; queue: ClusterQueue; onAsk: (what: "map" | "change") => void }) {
  const { name, mapping, managed } = queue;
  return (
    <tr>
      <Cell>
        <span className="font-medium">{name}</span>
        {!queue.isActive && (
          <Chip tone="warn" className="ml-2" {...(queue.problem !== null && { title: queue.problem })}>
            takes nothing in
          </Chip>
        )}
      </Cell>
      <Cell className="text-ink-2">{queue.cohort ?? "none"}</Cell>
      <Cell className="max-w-80 truncate text-ink-2">
        <span title={linesText(queue)}>{linesText(queue)}</span>
      </Cell>
      <Cell align="end">{queue.pending}</Cell>
      <Cell>
        {mapping ? (
          <>
            {mapping.workspace}
            {mapping.use !== "none" && <span className="ml-1.5 text-ink-3">jobs in {mapping.namespace}</span>}
          </>
        ) : (
          <span className="text-ink-3">nobody's yet</span>
        )}
      </Cell>
      <Cell>{managed ? <Chip tone="accent">handed over</Chip> : <span className="text-ink-3">only read</span>}</Cell>
      <Cell align="end">
        <RowActions cluster={cluster} queue={queue} onAsk={onAsk} />
      </Cell>
    </tr>
  );
}

/** "16 of h100, 64 cpu": what is guaranteed of each. */
function linesText({ wish }: ClusterQueue): string {
  return wish.lines
    .map(({ flavour, resource, nominal }) => `${formatNumber(nominal)} ${resource === "nvidia.com/gpu" ? "GPUs" : resource} of ${flavour}`)
    .join(", ");
}

function RowActions({ cluster, queue, onAsk }: { cluster: string; queue: ClusterQueue; onAsk: (what: "map" | "change") => void }) {
  const of = { cluster, queue: queue.name };
  const failed = (title: string, again: () => void) => (error: unknown) => failToast(title, error, again);
  const unmap = useChange((api) => api.call(unmapQueue, of));
  const handOver = useChange((api) => api.call(handOverQueue, of));
  const takeBack = useChange((api) => api.call(takeBackQueue, of));
  const doUnmap = () => unmap.mutate(undefined, { onError: failed("The queue is still mapped", doUnmap) });
  const doHandOver = () => handOver.mutate(undefined, { onError: failed("The queue was not handed over", doHandOver) });
  const doTakeBack = () => takeBack.mutate(undefined, { onError: failed("The queue was not taken back", doTakeBack) });
  return (
    <span className="inline-flex gap-1.5">
      <Button size="small" onClick={() => onAsk("map")}>
        {queue.mapping ? "Map anew" : "Map"}
      </Button>
      {queue.mapping && (
        <Button size="small" tone="ghost" busy={unmap.isPending} onClick={doUnmap}>
          Unmap
        </Button>
      )}
      {queue.managed ? (
        <>
          <Button size="small" onClick={() => onAsk("change")}>
            Change
          </Button>
          <Button size="small" tone="ghost" busy={takeBack.isPending} onClick={doTakeBack}>
            Take back
          </Button>
        </>
      ) : (
        <Button size="small" tone="ghost" busy={handOver.isPending} onClick={doHandOver}>
          Hand over
        </Button>
      )}
    </span>
  );
}
