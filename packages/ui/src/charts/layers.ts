export interface GraphEdge {
  from: string;
  to: string;
}

/** A node's place in a layered drawing: columns go with the arrows, rows are counted in half steps so that columns can be centred. */
export interface PlacedNode {
  id: string;
  column: number;
  row: number;
}

export interface LayeredGraph {
  nodes: readonly PlacedNode[];
  columns: number;
  rows: number;
}

/**
 * Places a graph in columns, each node right of all that leads to it, and orders each column by the middle of its neighbours
 * so that few arrows cross. An arrow that would close a circle is ignored. Nodes without an arrow stand in the first column.
 */
export function layerGraph(ids: readonly string[], edges: readonly GraphEdge[]): LayeredGraph {
  const column = columnsOf(ids, edges);
  const columns: string[][] = [];
  for (const id of ids) {
    const at = column.get(id) ?? 0;
    columns[at] = [...(columns[at] ?? []), id];
  }
  const ordered = orderColumns(
    columns.map((each) => each ?? []),
    edges,
  );
  const rows = Math.max(0, ...ordered.map(({ length }) => length));
  const nodes = ordered.flatMap((each, at) => each.map((id, index) => ({ id, column: at, row: index + (rows - each.length) / 2 })));
  return { nodes, columns: ordered.length, rows };
}

/** The length of the longest way to each node; a node that is on the way already is not gone through again. */
function columnsOf(ids: readonly string[], edges: readonly GraphEdge[]): Map<string, number> {
  const before = neighbours(edges.filter(({ from }) => ids.includes(from))).before;
  const column = new Map<string, number>();
  const onTheWay = new Set<string>();
  const measure = (id: string): number => {
    const known = column.get(id);
    if (known !== undefined) return known;
    onTheWay.add(id);
    const ways = (before.get(id) ?? []).filter((each) => !onTheWay.has(each)).map((each) => measure(each) + 1);
    onTheWay.delete(id);
    const longest = Math.max(0, ...ways);
    column.set(id, longest);
    return longest;
  };
  for (const id of ids) measure(id);
  return column;
}

function neighbours(edges: readonly GraphEdge[]) {
  const before = new Map<string, string[]>();
  const after = new Map<string, string[]>();
  for (const { from, to } of edges) {
    before.set(to, [...(before.get(to) ?? []), from]);
    after.set(from, [...(after.get(from) ?? []), to]);
  }
  return { before, after };
}

const sweeps = 4;

function orderColumns(columns: readonly string[][], edges: readonly GraphEdge[]): string[][] {
  const { before, after } = neighbours(edges);
  let ordered = columns.map((each) => [...each]);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const beside = sweep % 2 === 0 ? before : after;
    const place = new Map(ordered.flatMap((each) => each.map((id, at) => [id, at] as const)));
    ordered = ordered.map((each) => inOrder(each, (id) => (beside.get(id) ?? []).flatMap((other) => place.get(other) ?? [])));
  }
  return ordered;
}

/** Sorted by the middle of the places that each is beside; one that is beside nothing stays where it is. */
function inOrder(ids: readonly string[], placesOf: (id: string) => readonly number[]): string[] {
  const middles = ids.map((id, at) => {
    const places = placesOf(id);
    return { id, middle: places.length === 0 ? at : places.reduce((sum, place) => sum + place, 0) / places.length };
  });
  return middles.sort((a, b) => a.middle - b.middle).map(({ id }) => id);
}
