import { paths } from "../../apps/web/src/shell/paths.ts";
import type { Showcase } from "./showcase.ts";
import type { View } from "./view.ts";

const address = ({ workspace, comparedIds }: Showcase, more = "", count = comparedIds.length): string =>
  paths.compare(
    workspace,
    `${comparedIds
      .slice(0, count)
      .map((id) => `run=${id}`)
      .join("&")}${more}`,
  );

/** Runs beside each other. */
export const compareViews: readonly View[] = [
  { name: "compare", path: (shown) => address(shown), hasCharts: true },
  {
    name: "compare, a brush",
    path: (shown) => address(shown, `&brush=${encodeURIComponent(JSON.stringify({ column: "m:last:auc", from: 0.866, to: 0.872 }))}`),
    hasCharts: true,
  },
  { name: "compare two", path: (shown) => address(shown, "", 2), hasCharts: true },
  { name: "compare, all of it, a run by row", path: (shown) => address(shown, "&show=all&layout=runs&change=relative"), hasCharts: true },
  { name: "compare curves", path: (shown) => address(shown, "&part=curves&smooth=0.6&over=relative"), hasCharts: true },
  { name: "compare as a scatter", path: (shown) => address(shown, "&part=scatter"), hasCharts: true },
  { name: "compare files", path: (shown) => address(shown, "&part=files&file=train.py") },
  { name: "compare a configuration", path: (shown) => address(shown, "&part=files&file=config.yaml") },
  ...(["Side by side", "Swipe", "Difference"] as const).map((way) => ({
    name: `compare pictures, ${way.toLowerCase()}`,
    path: (shown: Showcase) => address(shown, "&part=files&file=confusion.png"),
    act: (page: Parameters<NonNullable<View["act"]>>[0]) => page.getByRole("radio", { name: way }).check(),
  })),
  {
    name: "compare, choosing runs",
    path: (shown) => address(shown),
    hasCharts: true,
    act: (page) => page.getByRole("button", { name: /^Runs/ }).click(),
  },
  { name: "compare one", path: (shown) => address(shown, "", 1) },
  { name: "compare nothing", path: ({ workspace }) => paths.compare(workspace, "") },
  {
    name: "compare what a filter does not find",
    path: ({ workspace, experimentId }) =>
      paths.compare(workspace, `experiment=${experimentId}&filter=${encodeURIComponent("metrics.auc > 2")}`),
  },
  {
    name: "compare by a filter that is not understood",
    path: ({ workspace, experimentId }) =>
      paths.compare(workspace, `experiment=${experimentId}&filter=${encodeURIComponent("metrics.auc >")}`),
  },
  {
    name: "compare runs that are not there",
    path: ({ workspace }) => paths.compare(workspace, "run=0123456789abcdef&run=0123456789abcdee"),
  },
];
