import { type Ctx, workspaceOf } from "../kernel/index.ts";
import { decodeMetricBlock } from "./metric-block.ts";
import { decodeBundle } from "./metric-bundle.ts";
import { compareValues, type MetricPoint } from "./metric-point.ts";
import { columnsOf } from "./page-columns.ts";
import { firstWhere, partOf, pointAt } from "./point-list.ts";
import { findPageParts, type PageParts } from "./store/metric-reads.ts";

export interface HistoryPage<Item> {
  readonly items: Item[];
  readonly last: MetricPoint | undefined;
  /** Whether points follow the last of these. */
  readonly isMore: boolean;
}

interface HistoryWanted<Item> {
  readonly runKey: number;
  readonly keyId: number;
  /** The page begins behind this point. */
  readonly behind: MetricPoint | undefined;
  readonly limit: number | undefined;
  /** What becomes of a point: a page is large, and holds none of them twice. */
  readonly toItem: (point: MetricPoint) => Item;
}

const earliest = -(2n ** 63n);

/** The points of a run and key that follow a position, by timestamp, step and value, identical ones once. */
export async function readHistoryPage<Item>(ctx: Ctx, asked: HistoryWanted<Item>): Promise<HistoryPage<Item>> {
  const { runKey, keyId, behind, limit = Number.POSITIVE_INFINITY } = asked;
  const { id } = workspaceOf(ctx);
  const fromTime = behind?.timestamp ?? earliest;
  let wanted = limit === Number.POSITIVE_INFINITY ? null : limit + 1;
  while (true) {
    const { parts, untilTime } = await findPageParts(ctx.tx, id, { runKey, keyId, fromTime, points: wanted });
    const found = pointsOf(parts, { keyId, behind, untilTime });
    if (found.length > limit || untilTime === undefined || wanted === null) {
      const count = Math.min(found.length, limit);
      return {
        items: Array.from({ length: count }, (_, index) => asked.toItem(found.at(index))),
        last: count > 0 ? found.at(count - 1) : undefined,
        isMore: found.length > limit,
      };
    }
    // Parts that overlap in time held fewer than they promised.
    wanted *= 2;
  }
}

/** The points of a page in their order. */
interface Found {
  readonly length: number;
  readonly at: (index: number) => MetricPoint;
}

/** Where a page lies: behind a point, and before the time from which on it is not whole. */
interface Reach {
  readonly keyId: number;
  readonly behind: MetricPoint | undefined;
  readonly untilTime: MetricPoint["timestamp"] | undefined;
}

/** What lies in the reach, identical points once. */
function pointsOf(parts: PageParts["parts"], reach: Reach): Found {
  const columns = columnsOf(parts, reach.keyId);
  if (!columns) return sortedPoints(parts, reach);
  const { behind, untilTime } = reach;
  const from = behind === undefined ? 0 : firstWhere(columns.length, (index) => byTime(pointAt(columns, index), behind) > 0);
  const to =
    untilTime === undefined ? columns.length : firstWhere(columns.length, (index) => pointAt(columns, index).timestamp >= untilTime);
  const list = partOf(columns, from, Math.max(from, to));
  return { length: list.length, at: (index) => pointAt(list, index) };
}

function sortedPoints(parts: PageParts["parts"], { keyId, behind, untilTime }: Reach): Found {
  const isWanted = (point: MetricPoint): boolean =>
    (untilTime === undefined || point.timestamp < untilTime) && (behind === undefined || byTime(point, behind) > 0);
  const points = distinct(parts.flatMap((part) => pointsIn(part, keyId).filter(isWanted)).sort(byTime));
  return { length: points.length, at: (index) => points[index] as MetricPoint };
}

const pointsIn = ({ points, isBundle }: PageParts["parts"][number], keyId: number): readonly MetricPoint[] =>
  isBundle ? decodeBundle(points, (id) => id === keyId).flatMap((one) => one.points) : decodeMetricBlock(points);

function byTime(left: MetricPoint, right: MetricPoint): number {
  if (left.timestamp !== right.timestamp) return left.timestamp < right.timestamp ? -1 : 1;
  if (left.step !== right.step) return left.step < right.step ? -1 : 1;
  return compareValues(left.value, right.value);
}

const distinct = (sorted: readonly MetricPoint[]): MetricPoint[] =>
  sorted.filter((point, index) => {
    const before = sorted[index - 1];
    return !before || byTime(before, point) !== 0;
  });
