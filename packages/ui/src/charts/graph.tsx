import { type ReactNode, useId, useMemo } from "react";
import { type GraphEdge, layerGraph, type PlacedNode } from "./layers.ts";

export interface GraphProps {
  /** What it shows, for assistive technology. */
  label: string;
  /** Ids of the nodes. */
  nodes: readonly string[];
  edges: readonly GraphEdge[];
  /** Draws the inside of a node's box. */
  draw: (id: string) => ReactNode;
  /** The node that the picture is about. */
  current?: string;
}

const box = { width: 196, height: 52, across: 56, down: 14, margin: 12 };

const leftOf = ({ column }: PlacedNode): number => box.margin + column * (box.width + box.across);
const topOf = ({ row }: PlacedNode): number => box.margin + row * (box.height + box.down);

/** A graph in columns from what came first to what came of it. It scrolls in itself where it is wider than the page. */
export function Graph({ label, nodes, edges, draw, current }: GraphProps) {
  const layout = useMemo(() => layerGraph(nodes, edges), [nodes, edges]);
  const arrow = useId();
  const places = new Map(layout.nodes.map((node) => [node.id, node]));
  const width = 2 * box.margin + layout.columns * (box.width + box.across) - box.across;
  const height = 2 * box.margin + layout.rows * (box.height + box.down) - box.down;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="overflow-x-auto -outline-offset-2">
      <div className="relative" style={{ width, height }}>
        <svg aria-hidden="true" width={width} height={height} className="absolute inset-0 text-line-strong">
          <defs>
            <marker id={arrow} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M0 0.5L7.5 4L0 7.5Z" fill="currentColor" />
            </marker>
          </defs>
          {edges.map(({ from, to }) => {
            const start = places.get(from);
            const end = places.get(to);
            if (!(start && end)) return null;
            return (
              <path
                key={`${from} ${to}`}
                d={wire(start, end)}
                fill="none"
                stroke="currentColor"
                strokeWidth="1.5"
                markerEnd={`url(#${arrow})`}
              />
            );
          })}
        </svg>
        {layout.nodes.map((node) => (
          <div
            key={node.id}
            aria-current={node.id === current || undefined}
            style={{ left: leftOf(node), top: topOf(node), width: box.width, height: box.height }}
            className="absolute overflow-hidden rounded-md border bg-surface px-2.5 py-1.5 aria-[current]:border-accent-line aria-[current]:bg-accent-soft"
          >
            {draw(node.id)}
          </div>
        ))}
      </div>
    </section>
  );
}

function wire(start: PlacedNode, end: PlacedNode): string {
  const x1 = leftOf(start) + box.width;
  const y1 = topOf(start) + box.height / 2;
  const x2 = leftOf(end);
  const y2 = topOf(end) + box.height / 2;
  const bend = Math.max(box.across / 2, (x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
