import type { LineageEdge, LineageNode } from "@plumbline/contracts/lineage";

export interface LineageGraph {
  nodes: readonly { key: string; kind: string; id: string }[];
  edges: readonly { from: string; to: string }[];
}

interface AnyNode {
  kind: string;
  id: string;
}

export const keyOf = ({ kind, id }: AnyNode): string => `${kind} ${id}`;

/** Where a walk from a version begins: the run and the logged model that its bytes come from. */
export function startsOf(version: { runId: string | null; loggedModelId: string | null }): LineageNode[] {
  return [
    ...(version.runId === null ? [] : [{ kind: "run" as const, id: version.runId }]),
    ...(version.loggedModelId === null ? [] : [{ kind: "logged-model" as const, id: version.loggedModelId }]),
  ];
}

/** What the arrows lead to beyond the nodes they were asked of, `most` of them at the most. */
export function neighboursOf(asked: readonly LineageNode[], edges: readonly LineageEdge[], most: number): LineageNode[] {
  const known = new Set(asked.map(keyOf));
  const found = new Map<string, LineageNode>();
  for (const node of edges.flatMap(({ from, to }) => [from, to])) {
    if (!known.has(keyOf(node))) found.set(keyOf(node), node);
  }
  return [...found.values()].slice(0, most);
}

/** The node of a version, as arrows are stored. A model's name holds no `/`. */
export const versionNode = ({ model, version }: { model: string; version: number }) =>
  ({ kind: "model-version", id: `${model}/${version}` }) as const;

/** The version that a stored node means. */
export function versionOf(id: string): { model: string; version: number } | undefined {
  const [model, number] = id.split("/");
  const version = Number(number);
  return model && Number.isInteger(version) ? { model, version } : undefined;
}

/** The stored arrows as a graph that ends in the version; from a logged model where there is one, which the run leads to. */
export function lineageGraph(current: AnyNode, starts: readonly LineageNode[], edges: readonly LineageEdge[]): LineageGraph {
  const own = keyOf(current);
  const nodes = new Map<string, AnyNode>([...starts, current].map((node) => [keyOf(node), node]));
  const arrows = new Map<string, { from: string; to: string }>();
  const add = (from: AnyNode, to: AnyNode) => {
    nodes.set(keyOf(from), from);
    nodes.set(keyOf(to), to);
    arrows.set(`${keyOf(from)} > ${keyOf(to)}`, { from: keyOf(from), to: keyOf(to) });
  };
  for (const { from, to } of edges) add(from, to);
  const source = starts.find(({ kind }) => kind === "logged-model") ?? starts[0];
  const isLinked = [...arrows.values()].some(({ to }) => to === own);
  if (source && !isLinked) add(source, current);
  return { nodes: [...nodes].map(([key, node]) => ({ key, ...node })), edges: withoutShortcuts([...arrows.values()]) };
}

/** Leaves out an arrow whose ends are joined through a node between them: it would run behind that node. */
function withoutShortcuts(edges: readonly { from: string; to: string }[]): { from: string; to: string }[] {
  const joined = new Set(edges.map(({ from, to }) => `${from} > ${to}`));
  const isShortcut = ({ from, to }: { from: string; to: string }) =>
    edges.some((other) => other.from === from && other.to !== to && joined.has(`${other.to} > ${to}`));
  return edges.filter((edge) => !isShortcut(edge));
}
