import type { ClusterReading } from "@plumbline/contracts/clusters/reading";
import { formatCount } from "@plumbline/ui/format/number";
import { Panel } from "@plumbline/ui/panel";
import { Cell, type Heading, Table } from "#src/components/table.tsx";

const headings: readonly Heading[] = [
  { label: "Object" },
  { label: "Read", align: "end" },
  { label: "Managed", align: "end" },
  { label: "Note", isHidden: true, className: "w-full" },
];

/** Objects of Kueue: how many were read, and how many of them are changed from here. */
export function ObjectsPanel({ objects }: Pick<ClusterReading, "objects">) {
  return (
    <Panel flush title="What we read, what we manage">
      <Table label="What we read, what we manage" headings={headings}>
        {objects.map(({ kind, read, managed, note }) => (
          <tr key={kind}>
            <Cell>{kind}</Cell>
            <Cell align="end">{formatCount(read)}</Cell>
            <Cell align="end" className={managed === 0 ? "text-ink-3" : "font-medium"}>
              {formatCount(managed)}
            </Cell>
            <Cell className="max-w-56 truncate text-ink-2">
              <span title={note}>{note}</span>
            </Cell>
          </tr>
        ))}
      </Table>
    </Panel>
  );
}
