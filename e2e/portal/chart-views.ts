import { paths } from "../../apps/web/src/shell/paths.ts";
import type { View } from "./view.ts";

/** One chart of each kind, as the address has them. */
const everyChart = [
  { kind: "line", id: "1", metrics: ["val_loss", "train_loss"], smoothing: 0.6, isLogY: true },
  { kind: "line", id: "2", metrics: ["auc"], x: "relative", bandBy: "status" },
  { kind: "bar", id: "3", value: "m:max:auc" },
  { kind: "scatter", id: "4", x: "p:max_depth", y: "m:last:auc" },
  { kind: "box", id: "5", value: "m:last:auc", by: "status" },
  { kind: "images", id: "6", key: "confusion" },
  { kind: "table", id: "7", path: "report/importance.csv" },
  { kind: "parallel", id: "8", columns: ["p:max_depth", "status", "m:last:auc"], isWide: true },
]
  .map((panel) => `panel=${encodeURIComponent(JSON.stringify(panel))}`)
  .join("&");

/** The charts beside the table of runs. */
export const chartViews: readonly View[] = [
  {
    name: "runs, a board of charts",
    path: ({ workspace, experimentId }) => `${paths.experiment(workspace, experimentId)}?view=charts&${everyChart}`,
    hasCharts: true,
  },
  {
    name: "runs, configuring a chart",
    path: ({ workspace, experimentId }) => `${paths.experiment(workspace, experimentId)}?view=charts`,
    hasCharts: true,
    act: async (page) => {
      await page.getByRole("button", { name: "More for auc" }).click();
      await page.getByRole("menuitem", { name: "Configure" }).click();
    },
  },
];
