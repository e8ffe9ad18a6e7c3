import type { ClusterReading, GpuMeasure, OutsideHolder } from "@plumbline/contracts/clusters/reading";
import { formatCount, formatNumber } from "@plumbline/ui/format/number";
import { Panel } from "@plumbline/ui/panel";
import { Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { Cell, type Heading, Table } from "#src/components/table.tsx";
import { amountsText, outsideAside } from "../reading-words.ts";

const headingsBy = (measure: GpuMeasure | null): readonly Heading[] => [
  { label: "Namespace" },
  { label: "Kind" },
  { label: "GPUs" },
  { label: measure === "sm-active" ? "SM active" : "Busy", align: "end" },
  { label: "Held", align: "end" },
];

/** GPUs that are held and that no queue counts. */
export function OutsidePanel({ outside, measure }: Pick<ClusterReading, "outside" | "measure">) {
  const { gpus, items } = outside;
  return (
    <Panel flush className="[&_td]:px-2.5 [&_th]:px-2.5" title="Outside quotas" aside={gpus > 0 && outsideAside(outside)}>
      {items.length > 0 ? (
        <Table label="GPUs held outside quotas" headings={headingsBy(measure)}>
          {items.map((holder) => (
            <HolderRow key={`${holder.namespace} ${holder.kind}`} holder={holder} />
          ))}
        </Table>
      ) : (
        <p className="p-3 text-ink-2">
          {gpus === 0
            ? "Every GPU that is held is counted by a queue."
            : "Which namespaces hold them is shown to those who run the platform."}
        </p>
      )}
    </Panel>
  );
}

function HolderRow({ holder }: { holder: OutsideHolder }) {
  const { namespace, kind, gpus, percent, idle, since } = holder;
  return (
    <tr>
      <Cell className="max-w-40 truncate font-medium">
        <span title={namespace}>{namespace}</span>
      </Cell>
      <Cell className="text-ink-2">{kind}</Cell>
      <Cell>{amountsText(gpus.map(({ title, count }) => ({ title, amount: count })))}</Cell>
      <Cell align="end">
        {percent === null ? (
          <span title="Nothing measures these GPUs">–</span>
        ) : idle > 0 ? (
          <Status shape="warn">
            <span title={`${formatCount(idle)} of them idle`}>{formatNumber(Math.round(percent))} %</span>
          </Status>
        ) : (
          `${formatNumber(Math.round(percent))} %`
        )}
      </Cell>
      <Cell align="end" className="text-ink-2">
        <Time at={Date.parse(since)} />
      </Cell>
    </tr>
  );
}
