import type { ClusterWrite } from "@plumbline/contracts/clusters/management";
import { Panel } from "@plumbline/ui/panel";
import { Status, type StatusShape } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { Cell, Table } from "#src/components/table.tsx";

const headings = [{ label: "Object" }, { label: "State" }, { label: "Asked by" }, { label: "When" }];
const look: Readonly<Record<ClusterWrite["state"], { shape: StatusShape; word: string }>> = {
  waiting: { shape: "waiting", word: "waits for the worker" },
  done: { shape: "good", word: "written" },
  failed: { shape: "bad", word: "refused" },
};

/** What was written to the cluster by hand, newest first. */
export function WritesPanel({ writes }: { writes: readonly ClusterWrite[] }) {
  return (
    <Panel flush title="Written" aside="what somebody asked for here; Jobs of workspaces are counted with the calls">
      {writes.length === 0 ? (
        <p className="p-3 text-ink-2">Nothing was written to the cluster.</p>
      ) : (
        <Table label="Written objects" headings={headings}>
          {writes.map((write) => (
            <Row key={write.id} write={write} />
          ))}
        </Table>
      )}
    </Panel>
  );
}

function Row({ write }: { write: ClusterWrite }) {
  const { shape, word } = look[write.state];
  return (
    <tr>
      <Cell>
        {write.kind}{" "}
        <span className="font-medium">
          {write.namespace !== null && `${write.namespace}/`}
          {write.name}
        </span>
      </Cell>
      <td className="border-b px-3 py-1.5">
        <Status shape={shape}>{word}</Status>
        {write.problem !== null && <span className="block text-bad text-small">{write.problem}</span>}
      </td>
      <Cell className="text-ink-2">{write.by.name ?? write.by.id}</Cell>
      <Cell className="text-ink-2">
        <Time at={Date.parse(write.at)} style="sentence" />
      </Cell>
    </tr>
  );
}
