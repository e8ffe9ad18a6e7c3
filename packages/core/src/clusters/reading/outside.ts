import type { GpuPod } from "./gpu-pods.ts";
import type { PoolState } from "./pending-parts.ts";
import type { PodWork } from "./utilisation.ts";

/** What one owner's kind in one namespace holds without any quota. */
export interface OutsideItem {
  readonly namespace: string;
  readonly kind: string;
  readonly gpus: readonly { readonly pool: string; readonly title: string; readonly count: number }[];
  readonly idle: number;
  readonly idleSince: string | null;
  /** Mean over its GPUs; null where nothing measures them. */
  readonly percent: number | null;
  readonly since: string;
}

/** GPUs that are held and that no queue counts, most first. */
export function outsideOf(pods: readonly GpuPod[], { pools, work, isCounted }: OutsideParts): OutsideItem[] {
  const titles = new Map(pools.flatMap(({ pool }) => pool.nodes.map(({ name }) => [`${name}/${pool.resource}`, pool] as const)));
  const held = pods.filter((pod) => pod.node !== null && !isCounted(pod));
  const groups = Map.groupBy(held, ({ namespace, owner }) => `${namespace}/${owner.kind}`);
  return [...groups.values()].flatMap((group) => toItem(group, { titles, work })).sort((left, right) => sum(right) - sum(left));
}

export interface OutsideParts {
  readonly pools: readonly PoolState[];
  readonly work: ReadonlyMap<string, PodWork>;
  readonly isCounted: (pod: GpuPod) => boolean;
}

interface Known {
  readonly titles: ReadonlyMap<string, { readonly key: string; readonly title: string }>;
  readonly work: ReadonlyMap<string, PodWork>;
}

const sum = ({ gpus }: OutsideItem): number => gpus.reduce((total, { count }) => total + count, 0);

function toItem(pods: readonly GpuPod[], { titles, work }: Known): OutsideItem[] {
  const [first] = pods;
  if (!first) return [];
  const works = pods.flatMap((pod) => {
    const found = work.get(`${pod.namespace}/${pod.name}`);
    return found ? [{ ...found, gpus: pod.gpus }] : [];
  });
  const measured = works.reduce((total, { gpus }) => total + gpus, 0);
  const byPool = Map.groupBy(pods, (pod) => titles.get(`${pod.node}/${pod.resource}`)?.key ?? pod.resource);
  return [
    {
      namespace: first.namespace,
      kind: first.owner.kind,
      gpus: [...byPool].map(([pool, members]) => ({
        pool,
        title: titles.get(`${members[0]?.node}/${members[0]?.resource}`)?.title ?? pool,
        count: members.reduce((total, { gpus }) => total + gpus, 0),
      })),
      idle: works.reduce((total, { idle }) => total + idle, 0),
      idleSince: works.flatMap(({ idleSince }) => idleSince ?? []).sort()[0] ?? null,
      percent: measured === 0 ? null : works.reduce((total, { percent, gpus }) => total + percent * gpus, 0) / measured,
      since: pods.map(({ since }) => since).sort()[0] ?? "",
    },
  ];
}
