import type { ClusterPool } from "@plumbline/contracts/clusters/reading";
import { formatCount } from "@plumbline/ui/format/number";
import { Cell, type Heading, Table } from "#src/components/table.tsx";
import { type GpuUse, gpuTitles, nodeCounts, uses } from "./gpu-uses.ts";

const headings: readonly Heading[] = [
  { label: "Pool" },
  { label: "Node" },
  { label: "GPUs", align: "end" },
  ...uses.map((use) => ({ label: gpuTitles[use], align: "end" as const })),
];

/** What the bars and squares draw, as numbers: each pool, then its nodes. */
export function NodesTable({ pools }: { pools: readonly ClusterPool[] }) {
  return (
    <Table label="GPUs by pool and node" headings={headings}>
      {pools.flatMap((pool) => [
        <Row key={pool.key} pool={pool.title} node="all nodes" total={pool.total} counts={pool} isSum />,
        ...pool.nodes.map(({ name, uses: letters }) => (
          <Row key={`${pool.key} ${name}`} pool={pool.title} node={name} total={letters.length} counts={nodeCounts(letters, pool)} />
        )),
      ])}
    </Table>
  );
}

interface RowProps {
  pool: string;
  node: string;
  total: number;
  counts: Readonly<Record<GpuUse, number | null>>;
  isSum?: boolean;
}

function Row({ pool, node, total, counts, isSum = false }: RowProps) {
  return (
    <tr className={isSum ? "bg-sunken font-medium" : undefined}>
      <Cell>{pool}</Cell>
      <Cell className={isSum ? "" : "code"}>{node}</Cell>
      <Cell align="end">{formatCount(total)}</Cell>
      {uses.map((use) => {
        const count = counts[use];
        return (
          <Cell key={use} align="end" className={count === 0 ? "text-ink-3" : ""}>
            {count === null ? "–" : formatCount(count)}
          </Cell>
        );
      })}
    </tr>
  );
}
