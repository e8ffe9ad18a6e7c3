export type Side = "top" | "right" | "bottom" | "left";
export type Align = "start" | "center" | "end";

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Placement {
  side: Side;
  align: Align;
  /** Between the anchor and what floats beside it. */
  gap: number;
}

export interface Placed {
  left: number;
  top: number;
  /** As much as there is on the side taken; what is higher scrolls. */
  maxHeight: number;
}

/** Kept free at the edges of the window. */
const margin = 8;
const shares: Record<Align, number> = { start: 0, center: 0.5, end: 1 };
const opposite: Record<Side, Side> = { top: "bottom", bottom: "top", left: "right", right: "left" };

/** Where a box floats beside its anchor: on the side asked for, on the opposite one where only there is room, within the window always. */
export function place(
  anchor: Box,
  size: { width: number; height: number },
  page: { window: { width: number; height: number } } & Placement,
): Placed {
  const { window, align, gap } = page;
  const room: Record<Side, number> = {
    top: anchor.top - gap - margin,
    bottom: window.height - anchor.top - anchor.height - gap - margin,
    left: anchor.left - gap - margin,
    right: window.width - anchor.left - anchor.width - gap - margin,
  };
  const isUpright = page.side === "top" || page.side === "bottom";
  const needed = isUpright ? size.height : size.width;
  const other = opposite[page.side];
  const side = room[page.side] < needed && room[other] > room[page.side] ? other : page.side;
  const maxHeight = isUpright ? Math.max(0, room[side]) : window.height - 2 * margin;
  const height = Math.min(size.height, maxHeight);
  const [start, length, extent] = isUpright ? [anchor.left, anchor.width, size.width] : [anchor.top, anchor.height, height];
  const along = start + (length - extent) * shares[align];
  const across = {
    top: anchor.top - gap - height,
    bottom: anchor.top + anchor.height + gap,
    left: anchor.left - gap - size.width,
    right: anchor.left + anchor.width + gap,
  }[side];
  return {
    left: within(isUpright ? along : across, size.width, window.width),
    top: within(isUpright ? across : along, height, window.height),
    maxHeight,
  };
}

function within(at: number, size: number, length: number): number {
  return Math.max(margin, Math.min(at, length - margin - size));
}
