import type { PoolRow } from "../store/pools.ts";
import { fitsIn, type Terms, termsOf } from "./ledger.ts";
import type { Guarantee } from "./situation.ts";

/** What a spec asks of a pool, for each node. */
export interface PlaceWish {
  /** Name of a cluster, or `local`; left out: wherever there is a pool. */
  readonly cluster?: string | undefined;
  readonly gpus: number;
  readonly flavour?: string | undefined;
  readonly mig?: string | undefined;
  readonly cpu: number;
  readonly nodes: number;
}

interface Known {
  readonly pools: readonly PoolRow[];
  readonly guarantees: readonly Guarantee[];
  readonly workspaceId: number;
}

interface Problem {
  /** Of the spec. */
  readonly path: string;
  readonly message: string;
}

export interface Place {
  readonly pool: PoolRow;
  readonly amount: number;
}

/**
 * Pools that could serve a wish, best first: where the workspace has a guarantee, then open ones, then the largest. With none,
 * the first thing in the spec that would have to change.
 */
export function placesFor(wish: PlaceWish, known: Known): { places: Place[]; problem: Problem } {
  const steps: [Problem, (pool: PoolRow) => boolean][] = [
    [clusterProblem(wish, known), (pool) => wish.cluster === undefined || wish.cluster === (pool.cluster_name ?? "local")],
    [resourceProblem(wish), (pool) => pool.resource === (wish.gpus > 0 ? "gpu" : "cpu")],
    [flavourProblem(wish, known), (pool) => wish.gpus === 0 || wish.flavour === undefined || pool.flavour === wish.flavour],
    [migProblem(wish), (pool) => wish.gpus === 0 || (pool.mig ?? undefined) === wish.mig],
    [
      { path: "nodes", message: "This machine is one node. Name a cluster for more." },
      (pool) => pool.cluster_id !== null || wish.nodes === 1,
    ],
  ];
  let left = known.pools;
  for (const [problem, test] of steps) {
    const next = left.filter(test);
    if (next.length === 0) return { places: [], problem };
    left = next;
  }
  const terms = termsOf(known);
  const amount = (wish.gpus > 0 ? wish.gpus : wish.cpu) * wish.nodes;
  const places = left
    .filter((pool) => fitsIn(amount, mostOf(terms, pool, known.workspaceId)))
    .sort((one, other) => betterPlace(terms, known.workspaceId, { one, other }))
    .map((pool) => ({ pool, amount }));
  return { places, problem: amountProblem(wish, { amount, pools: left, terms, workspaceId: known.workspaceId }) };
}

/** The most that a workspace could ever hold of a pool. */
export function mostOf(terms: Terms, pool: PoolRow, workspaceId: number): number {
  const { nominal, borrowingLimit, lendingLimit } = terms.guaranteeOf(pool.id, workspaceId);
  const kept = lendingLimit === null ? 0 : Math.max(0, nominal - lendingLimit);
  return Math.min(pool.capacity, nominal + (borrowingLimit ?? Number.POSITIVE_INFINITY), kept + terms.lendable(pool.id));
}

function betterPlace(terms: Terms, workspaceId: number, { one, other }: { one: PoolRow; other: PoolRow }): number {
  const isGuaranteed = (pool: PoolRow) => Number(terms.guaranteeOf(pool.id, workspaceId).nominal > 0);
  const isOpen = (pool: PoolRow) => Number(pool.state === "open");
  return (
    isGuaranteed(other) - isGuaranteed(one) ||
    isOpen(other) - isOpen(one) ||
    other.capacity - one.capacity ||
    (one.name < other.name ? -1 : 1)
  );
}

const list = (names: Iterable<string>): string => [...new Set(names)].sort().join(", ") || "none";

function clusterProblem({ cluster }: PlaceWish, { pools }: Known): Problem {
  if (pools.length === 0)
    return { path: "resources", message: "Nothing here can run jobs yet: no cluster is registered and this machine runs none." };
  return {
    path: "cluster",
    message: `There is no cluster "${cluster}" with a pool; there is ${list(pools.map((pool) => pool.cluster_name ?? "local"))}.`,
  };
}

const resourceProblem = ({ gpus, cluster }: PlaceWish): Problem => {
  const where = cluster === undefined ? "here" : `on "${cluster}"`;
  return gpus > 0
    ? { path: "resources.gpus", message: `There are no GPUs ${where}. Leave out \`gpus\`, or name a cluster that has some.` }
    : { path: "resources.cpu", message: `There is no pool for jobs without GPUs ${where}. Ask for a GPU, or name another cluster.` };
};

const flavourProblem = ({ flavour }: PlaceWish, { pools }: Known): Problem => ({
  path: "resources.gpus.flavour",
  message: `There is no flavour "${flavour}"; there is ${list(pools.filter(({ resource }) => resource === "gpu").map((pool) => pool.flavour))}.`,
});

const migProblem = ({ mig }: PlaceWish): Problem =>
  mig === undefined
    ? { path: "resources.gpus.mig", message: "Here are only slices of GPUs: name one by `mig`." }
    : { path: "resources.gpus.mig", message: `There are no slices "${mig}" here.` };

function amountProblem(wish: PlaceWish, found: { amount: number; pools: readonly PoolRow[]; terms: Terms; workspaceId: number }): Problem {
  const path = wish.gpus > 0 ? "resources.gpus.count" : "resources.cpu";
  const [largest] = [...found.pools].sort((one, other) => other.capacity - one.capacity);
  if (!largest) return { path, message: "No pool has so much." };
  const most = Math.max(...found.pools.map((pool) => mostOf(found.terms, pool, found.workspaceId)));
  const asked = wish.nodes > 1 ? `${found.amount} on ${wish.nodes} nodes` : String(found.amount);
  return largest.capacity < found.amount
    ? { path, message: `Asks for ${asked}; the largest pool, ${largest.name}, has ${largest.capacity}.` }
    : { path, message: `Asks for ${asked}; your workspace may hold at most ${most} of ${largest.name}. Ask for fewer, or for more quota.` };
}
