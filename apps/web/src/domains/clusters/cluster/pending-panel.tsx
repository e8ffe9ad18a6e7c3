import type { ClusterReading, PendingWorkload } from "@plumbline/contracts/clusters/reading";
import { Panel } from "@plumbline/ui/panel";
import { EmptyState } from "@plumbline/ui/states";
import { Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { Cell, type Heading, Table } from "#src/components/table.tsx";
import { amountsText, pendingAside, pendingName } from "../reading-words.ts";

const headings: readonly Heading[] = [
  { label: "Workload" },
  { label: "Wants" },
  { label: "Waits", align: "end" },
  { label: "Why", className: "w-full max-sm:hidden" },
];

interface Props {
  pending: ClusterReading["pending"];
  at: string;
  hasKueue: boolean;
}

/** What waits for GPUs, with one sentence each on why. */
export function PendingPanel({ pending, at, hasKueue }: Props) {
  const source = hasKueue ? "from Kueue's conditions" : "from the scheduler's conditions";
  return (
    <Panel
      flush
      title="Pending"
      aside={pending.total > 0 && pendingAside(pending)}
      actions={
        <span className="text-ink-3 max-sm:hidden">
          {source}, read <Time at={Date.parse(at)} style="sentence" />
        </span>
      }
    >
      {pending.items.length === 0 ? (
        <EmptyState title="Nothing waits">Every workload that wants GPUs has them.</EmptyState>
      ) : (
        <Table label="Pending workloads" headings={headings}>
          {pending.items.map((item) => (
            <PendingRow key={item.id} item={item} />
          ))}
        </Table>
      )}
    </Panel>
  );
}

function PendingRow({ item }: { item: PendingWorkload }) {
  const { wants, since, kind, isOwn } = item;
  const name = pendingName(item);
  return (
    <tr>
      <Cell className="max-w-72 max-sm:py-1.5">
        <span title={`${kind} ${name.before}${name.name}`} className="block truncate">
          <span className="text-ink-2">{name.before}</span>
          <span className="font-medium">{name.name}</span>
          {isOwn && <span className="text-ink-3"> yours</span>}
        </span>
        {/* On a phone the reason stands below the name: beside it, it would be out of sight. */}
        <span className="block max-w-56 whitespace-normal sm:hidden">
          <Reason item={item} />
        </span>
      </Cell>
      <Cell>{amountsText(wants)}</Cell>
      <Cell align="end" className="text-ink-2">
        <Time at={Date.parse(since)} />
      </Cell>
      <td className="min-w-72 border-b px-3 py-1 max-sm:hidden">
        <Reason item={item} />
      </td>
    </tr>
  );
}

function Reason({ item: { why, said, position, isForGood } }: { item: PendingWorkload }) {
  return (
    <>
      {isForGood && (
        <Status shape="warn" className="mr-1.5">
          <span className="sr-only">Will never start:</span>
        </Status>
      )}
      <span title={said === null ? undefined : `The cluster says: ${said}`}>{why}</span>
      {position && " "}
      {position && (
        <span className="whitespace-nowrap text-ink-3">
          {position.at} of {position.of} in its queue
        </span>
      )}
    </>
  );
}
