import { type Ctx, workspaceOf } from "../kernel/index.ts";
import { decodeMetricBlock } from "./metric-block.ts";
import { decodeBundle } from "./metric-bundle.ts";
import { compareValues, type MetricPoint } from "./metric-point.ts";
import { findPageParts, type PageParts } from "./store/metric-reads.ts";

export interface HistoryPage {
  readonly points: readonly MetricPoint[];
  /** Whether points follow the last of these. */
  readonly isMore: boolean;
}

interface HistoryWanted {
  readonly runKey: number;
  readonly keyId: number;
  /** The page begins behind this point. */
  readonly behind: MetricPoint | undefined;
  readonly limit: number | undefined;
}

const earliest = -(2n ** 63n);

/** The points of a run and key that follow a position, by timestamp, step and value, identical ones once. */
export async function readHistoryPage(ctx: Ctx, { runKey, keyId, behind, limit }: HistoryWanted): Promise<HistoryPage> {
  const { id } = workspaceOf(ctx);
  const fromTime = behind?.timestamp ?? earliest;
  let wanted = limit === undefined ? null : limit + 1;
  while (true) {
    const { parts, untilTime } = await findPageParts(ctx.tx, id, { runKey, keyId, fromTime, points: wanted });
    // Parts that were left out hold points of `untilTime` and later: up to there the history is whole.
    const isWanted = (point: MetricPoint): boolean =>
      (untilTime === undefined || point.timestamp < untilTime) && (behind === undefined || byTime(point, behind) > 0);
    const isWhole = untilTime === undefined && behind === undefined;
    const decoded = parts.map((part) => (isWhole ? pointsIn(part, keyId) : pointsIn(part, keyId).filter(isWanted)));
    const points = firstDistinct(decoded.flat().sort(byTime), limit === undefined ? Number.POSITIVE_INFINITY : limit + 1);
    if (limit !== undefined && points.length > limit) return { points: points.slice(0, limit), isMore: true };
    if (untilTime === undefined || wanted === null) return { points, isMore: false };
    // Parts that overlap in time held fewer than they promised.
    wanted *= 2;
  }
}

const pointsIn = ({ points, isBundle }: PageParts["parts"][number], keyId: number): readonly MetricPoint[] =>
  isBundle ? decodeBundle(points, (id) => id === keyId).flatMap((one) => one.points) : decodeMetricBlock(points);

function byTime(left: MetricPoint, right: MetricPoint): number {
  if (left.timestamp !== right.timestamp) return left.timestamp < right.timestamp ? -1 : 1;
  if (left.step !== right.step) return left.step < right.step ? -1 : 1;
  return compareValues(left.value, right.value);
}

function firstDistinct(sorted: readonly MetricPoint[], most: number): MetricPoint[] {
  const points: MetricPoint[] = [];
  let before: MetricPoint | undefined;
  for (const point of sorted) {
    if (points.length >= most) break;
    if (!before || byTime(before, point) !== 0) points.push(point);
    before = point;
  }
  return points;
}
