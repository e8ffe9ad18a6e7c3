export interface EndLabel {
  label: string;
  /** Where it belongs, from 0 at the bottom to 1. */
  at: number;
  /** How much room it stands for: the smallest have no name where there is no room for all. Left out, it keeps its name. */
  share?: number;
}

export interface PlacedLabel {
  label: string;
  /** Pixels from the bottom. */
  bottom: number;
}

/** Lines of one height beside what they name, pushed apart so that none covers another and none leaves the chart. */
export function placeEndLabels(labels: readonly EndLabel[], { height, lineHeight }: { height: number; lineHeight: number }): PlacedLabel[] {
  const room = Math.max(1, Math.floor(height / lineHeight));
  const placed = named(labels, room)
    .sort((one, other) => one.at - other.at)
    .map(({ label, at }) => ({ label, bottom: at * height - lineHeight / 2 }));
  let below = -lineHeight;
  for (const one of placed) below = one.bottom = Math.max(one.bottom, below + lineHeight);
  let above = height;
  for (const one of placed.toReversed()) above = one.bottom = Math.min(one.bottom, above - lineHeight);
  return placed;
}

/** As many as there is room for, the last line of them for how many have no name. */
function named(labels: readonly EndLabel[], room: number): EndLabel[] {
  if (labels.length <= room) return [...labels];
  const bySize = labels.toSorted((one, other) => (other.share ?? Number.POSITIVE_INFINITY) - (one.share ?? Number.POSITIVE_INFINITY));
  const kept = bySize.slice(0, room - 1);
  return [...kept, { label: `and ${labels.length - kept.length} more`, at: 0 }];
}
