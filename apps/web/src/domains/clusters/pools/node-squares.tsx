import type { ClusterPool } from "@plumbline/contracts/clusters/reading";
import { countText } from "@plumbline/ui/format/number";
import { clsx } from "clsx";
import { gpuLooks } from "./gpu-looks.ts";
import { countsOf, usesOf, usesText } from "./gpu-uses.ts";

/** More would be a carpet; the table has all of them. */
const nodesDrawn = 36;

/** Each GPU as a square, the GPUs of a node together. The bar beside says the sums, the table every node. */
export function NodeSquares({ nodes }: Pick<ClusterPool, "nodes">) {
  const withFree = nodes.filter(({ uses }) => uses.includes("f")).length;
  return (
    <div className="md:col-start-2 xl:col-start-auto">
      <div
        role="img"
        aria-label={`${withFree} of ${countText(nodes.length, "node")} ${withFree === 1 ? "has" : "have"} free GPUs`}
        className="flex flex-wrap gap-1.5"
      >
        {nodes.slice(0, nodesDrawn).map(({ name, uses }) => (
          <NodeSquare key={name} name={name} uses={uses} />
        ))}
      </div>
      {nodes.length > nodesDrawn && (
        <p className="mt-1 text-ink-3 text-small">and {countText(nodes.length - nodesDrawn, "node")} more, in the table</p>
      )}
    </div>
  );
}

function NodeSquare({ name, uses }: ClusterPool["nodes"][number]) {
  const gpus = usesOf(uses);
  return (
    <span title={`${name}: ${usesText(countsOf(uses))}`} className="grid grid-cols-[repeat(4,8px)] content-start gap-0.5">
      {gpus.map((use, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a GPU is its place on the node
        <i key={at} className={clsx("size-2 rounded-[1.5px] border-[1.5px]", gpuLooks[use])} />
      ))}
    </span>
  );
}
