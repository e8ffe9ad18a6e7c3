import type { ReactNode } from "react";

const few = 3;
const some = 6;

/** How high to draw so many charts where they are all there is on a page: the fewer, the higher. */
export function chartHeight(count: number): number {
  return count <= few ? 260 : count <= some ? 200 : 150;
}

/** Charts side by side, by the width that the page gives them, without a hole in any row. */
export function ChartGrid({ children }: { children: ReactNode }) {
  return (
    <div className="@container min-w-0">
      <div className="chart-grid">{children}</div>
    </div>
  );
}
