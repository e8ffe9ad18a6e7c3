import { paths } from "../../apps/web/src/shell/paths.ts";
import { chartViews } from "./chart-views.ts";
import { compareViews } from "./compare-views.ts";
import type { Showcase } from "./showcase.ts";
import type { View } from "./view.ts";

/** Runs: their tables, each of them, and reports on them. */
export const runViews: Record<"experiment" | "allRuns" | "run" | "compare" | "reports" | "report" | "trash", readonly View[]> = {
  experiment: [
    { name: "runs", path: ({ workspace, experimentId }) => paths.experiment(workspace, experimentId) },
    {
      name: "runs beside charts",
      path: ({ workspace, experimentId }) => `${paths.experiment(workspace, experimentId)}?view=split`,
      hasCharts: true,
    },
    ...chartViews,
    {
      name: "runs, choosing columns",
      path: ({ workspace, experimentId }) => paths.experiment(workspace, experimentId),
      act: (page) => page.getByRole("button", { name: /^Columns/ }).click(),
    },
    {
      name: "runs, grouped",
      path: ({ workspace, experimentId }) => `${paths.experiment(workspace, experimentId)}?group=status`,
      act: (page) => page.getByRole("grid").getByRole("button", { expanded: false }).first().click(),
    },
    {
      name: "runs, choosing a view",
      path: ({ workspace, experimentId }) => paths.experiment(workspace, experimentId),
      act: (page) => page.getByRole("button", { name: /Views:/ }).click(),
    },
    {
      name: "runs, exporting",
      path: ({ workspace, experimentId }) => paths.experiment(workspace, experimentId),
      act: async (page) => {
        await page.getByRole("button", { name: "More", exact: true }).click();
        await page.getByRole("menuitem", { name: "Export runs" }).click();
      },
    },
    {
      name: "runs, some selected",
      path: ({ workspace, experimentId }) => paths.experiment(workspace, experimentId),
      act: (page) => page.getByRole("grid").getByRole("checkbox").nth(1).click(),
    },
    {
      name: "runs, tagging some",
      path: ({ workspace, experimentId }) => paths.experiment(workspace, experimentId),
      act: async (page) => {
        await page.getByRole("grid").getByRole("checkbox").nth(1).click();
        await page.getByRole("button", { name: "Tag", exact: true }).click();
      },
    },
    {
      name: "runs, how long they are kept",
      path: ({ workspace, experimentId }) => paths.experiment(workspace, experimentId),
      act: async (page) => {
        await page
          .getByRole("button", { name: /^More for / })
          .first()
          .click();
        await page.getByRole("menuitem", { name: "How long runs are kept" }).click();
        await page.getByLabel("Delete finished runs after, in days").fill("30");
      },
    },
    {
      name: "runs, a filter that none matches",
      path: ({ workspace, experimentId }) => `${paths.experiment(workspace, experimentId)}?filter=${encodeURIComponent("metrics.auc > 2")}`,
    },
    { name: "no such experiment", path: ({ workspace }) => paths.experiment(workspace, "4711") },
  ],
  allRuns: [
    { name: "runs of all experiments", path: ({ workspace }) => paths.allRuns(workspace) },
    {
      name: "runs of all experiments, a filter in parentheses",
      path: ({ workspace }) =>
        `${paths.allRuns(workspace)}?filter=${encodeURIComponent("(status = 'FINISHED' OR start_time > -1h) AND NOT duration > 2h")}`,
    },
  ],
  trash: [
    { name: "trash", path: ({ workspace }) => paths.trash(workspace) },
    { name: "trash, experiments", path: ({ workspace }) => `${paths.trash(workspace)}?show=experiments` },
    { name: "trash, nothing found", path: ({ workspace }) => `${paths.trash(workspace)}?search=nowhere` },
  ],
  run: [
    { name: "run", path: ({ workspace, runId }) => paths.run(workspace, runId), hasCharts: true },
    { name: "running run", path: ({ workspace, liveRunId }) => paths.run(workspace, liveRunId), hasCharts: true },
    { name: "run without curves", path: ({ workspace, searchRunId }) => paths.run(workspace, searchRunId) },
    { name: "metrics", path: ({ workspace, runId }) => paths.run(workspace, runId, "metrics"), hasCharts: true },
    { name: "metrics as figures", path: ({ workspace, runId }) => `${paths.run(workspace, runId, "metrics")}?view=table` },
    { name: "system metrics", path: ({ workspace, runId }) => paths.run(workspace, runId, "system"), hasCharts: true },
    { name: "artifacts", path: ({ workspace, runId }) => paths.run(workspace, runId, "artifacts") },
    ...[
      "report/metrics.json",
      "report/importance.csv",
      "report/scores.parquet",
      "report/summary.html",
      "README.md",
      "eval.json",
      "train.log",
      "confusion.png",
    ].map((file) => ({
      name: `artifact ${file}`,
      path: ({ workspace, runId }: Showcase) => `${paths.run(workspace, runId, "artifacts")}?path=${encodeURIComponent(file)}`,
    })),
    {
      name: "run, its note's history",
      path: ({ workspace, runId }) => paths.run(workspace, runId),
      hasCharts: true,
      act: (page) => page.getByRole("button", { name: "History" }).click(),
    },
    {
      name: "run, writing its note",
      path: ({ workspace, runId }) => paths.run(workspace, runId),
      hasCharts: true,
      act: (page) => page.getByRole("main").getByRole("button", { name: "Edit", exact: true }).first().click(),
    },
    { name: "logs of the run's job", path: ({ workspace, jobRunId }) => paths.run(workspace, jobRunId, "logs") },
    { name: "logs of a run without a job", path: ({ workspace, runId }) => paths.run(workspace, runId, "logs") },
    { name: "no such run", path: ({ workspace }) => paths.run(workspace, "0123456789abcdef0123456789abcdef") },
  ],
  compare: compareViews,
  reports: [{ name: "reports", path: ({ workspace }) => paths.reports(workspace) }],
  report: [
    { name: "report", path: ({ workspace, reportId }) => paths.report(workspace, reportId), hasCharts: true },
    {
      name: "report, being written",
      path: ({ workspace, reportId }) => paths.report(workspace, reportId),
      hasCharts: true,
      act: (page) => page.getByRole("main").getByRole("button", { name: "Edit", exact: true }).click(),
    },
    { name: "no such report", path: ({ workspace }) => paths.report(workspace, "0123abcd-0123-4123-8123-0123456789ab") },
  ],
};
