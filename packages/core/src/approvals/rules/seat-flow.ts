/** Somebody who can fill one place, by one of several seats. */
export interface FlowVoter {
  readonly id: string;
  /** Seats that the voter may vote from: the own one first, then those of people who delegated to the voter. */
  readonly seats: readonly string[];
}

export interface FlowApproval {
  readonly min: number;
  /** People who have a seat in it, by user id. */
  readonly seats: readonly string[];
}

/** One vote as it is counted. */
export interface Placement {
  readonly voter: string;
  readonly seat: string;
  readonly approval: number;
}

export interface Filled {
  readonly placements: readonly Placement[];
  /** How many places of each approval are filled, in their order. */
  readonly counts: readonly number[];
}

/** What is left of each edge's capacity; insertion order is the order in which edges are tried. */
type Residual = Map<string, Map<string, number>>;

const source = "source";
const sink = "sink";
const voterNode = (id: string): string => `voter ${id}`;
const seatNode = (id: string): string => `seat ${id}`;
const usedNode = (id: string): string => `used ${id}`;
const approvalNode = (index: number): string => `approval ${index}`;

/**
 * Distributes voters over approvals so that as many places as possible are filled: each voter fills one place, each seat is used once, each
 * approval takes `min`. A maximum flow by shortest augmenting paths (Edmonds and Karp 1972). Approvals are opened in their order, and no path takes
 * from the sink, so that an earlier approval is never emptied for a later one. Edges are tried in the order given: the result is the same each time.
 */
export function fillApprovals(approvals: readonly FlowApproval[], voters: readonly FlowVoter[]): Filled {
  const residual = build(approvals, voters);
  const counts = approvals.map(({ min }, index) => openApproval(residual, index, min));
  return { placements: placementsOf(residual, approvals, voters), counts };
}

/** How many more than it needs could fill an approval while all others have what they need; undefined where not all can be filled. */
export function spareOf(index: number, approvals: readonly FlowApproval[], voters: readonly FlowVoter[]): number | undefined {
  const residual = build(approvals, voters);
  const isFilled = approvals.every(({ min }, at) => openApproval(residual, at, min) === min);
  return isFilled ? openApproval(residual, index, voters.length) : undefined;
}

function build(approvals: readonly FlowApproval[], voters: readonly FlowVoter[]): Residual {
  const residual: Residual = new Map();
  for (const { id, seats } of voters) {
    link(residual, source, voterNode(id));
    for (const seat of seats) link(residual, voterNode(id), seatNode(seat));
  }
  for (const seat of new Set([...voters.flatMap(({ seats }) => seats)])) link(residual, seatNode(seat), usedNode(seat));
  for (const [index, { seats }] of approvals.entries()) {
    for (const seat of seats) link(residual, usedNode(seat), approvalNode(index));
  }
  return residual;
}

function link(residual: Residual, from: string, to: string): void {
  add(residual, [from, to], 1);
  add(residual, [to, from], 0);
}

function add(residual: Residual, [from, to]: readonly [string, string], amount: number): void {
  const edges = residual.get(from) ?? new Map<string, number>();
  residual.set(from, edges);
  edges.set(to, (edges.get(to) ?? 0) + amount);
}

/** Lets an approval take so many more and returns how many it got. */
function openApproval(residual: Residual, index: number, places: number): number {
  let filled = 0;
  while (filled < places) {
    add(residual, [approvalNode(index), sink], 1);
    const path = findPath(residual);
    if (!path) {
      add(residual, [approvalNode(index), sink], -1);
      return filled;
    }
    for (const [from, to] of path) {
      add(residual, [from, to], -1);
      // Nothing flows back out of the sink.
      if (to !== sink) add(residual, [to, from], 1);
    }
    filled += 1;
  }
  return filled;
}

/** The shortest path from source to sink along which something still fits. */
function findPath(residual: Residual): readonly (readonly [string, string])[] | undefined {
  const cameFrom = new Map<string, string>([[source, source]]);
  const queue = [source];
  for (const node of queue) {
    if (node === sink) break;
    for (const [next, left] of residual.get(node) ?? []) {
      if (left <= 0 || cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      queue.push(next);
    }
  }
  return cameFrom.has(sink) ? walkBack(cameFrom) : undefined;
}

function walkBack(cameFrom: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  const path: (readonly [string, string])[] = [];
  let node = sink;
  while (node !== source) {
    const before = cameFrom.get(node) ?? source;
    path.push([before, node]);
    node = before;
  }
  return path;
}

function placementsOf(residual: Residual, approvals: readonly FlowApproval[], voters: readonly FlowVoter[]): Placement[] {
  const isUsed = (from: string, to: string) => residual.get(from)?.get(to) === 0;
  return voters.flatMap(({ id, seats }): Placement[] => {
    const seat = seats.find((candidate) => isUsed(voterNode(id), seatNode(candidate)));
    if (seat === undefined) return [];
    const approval = approvals.findIndex(({ seats: own }, index) => own.includes(seat) && isUsed(usedNode(seat), approvalNode(index)));
    return approval < 0 ? [] : [{ voter: id, seat, approval }];
  });
}
