import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { createExperiment, createRun, logMetric } from "./tracking.ts";

test("alternatives, figures and times are completed by keys, and searched in all experiments", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const client = await contributor.tracking();
  const [ranking, pricing] = [await createExperiment(client, "ranking"), await createExperiment(client, "pricing")];
  await logMetric(client, await createRun(client, { experimentId: ranking, name: "run-a" }), { key: "auc", value: 0.7, step: 0 });
  await logMetric(client, await createRun(client, { experimentId: pricing, name: "run-b" }), { key: "auc", value: 0.9, step: 0 });
  await createRun(client, { experimentId: pricing, name: "run-c" });
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/experiments`);
  await page.getByRole("link", { name: "Runs of all" }).click();
  const grid = page.getByRole("grid", { name: "Runs" });
  await expect(grid.getByText("run-c")).toBeVisible();
  await expect(grid.getByRole("row").filter({ hasText: "run-b" })).toContainText("pricing");

  const filter = page.getByRole("combobox", { name: "Filter runs" });
  const choose = async (typed: string, option: string) => {
    await page.keyboard.type(typed);
    await expect(page.getByRole("option", { name: option, exact: false }).first()).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
  };
  await filter.focus();
  await choose("(metrics.auc.ma", "metrics.auc.max");
  await choose("> 0.8 O", "OR");
  await choose("run_n", "run_name");
  await page.keyboard.type("RLIKE '^run-c$') ");
  await choose("AN", "AND");
  await choose("start_time > -7", "-7d");
  await expect(filter).toHaveValue("(metrics.auc.max > 0.8 OR run_name RLIKE '^run-c$') AND start_time > -7d ");
  await page.keyboard.press("Enter");
  await expect(grid.getByText("run-a")).toHaveCount(0);
  await expect(grid.getByText("run-b")).toBeVisible();
  await expect(grid.getByText("run-c")).toBeVisible();

  await filter.fill("NOT (metrics.auc IS NULL");
  await filter.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "↑" })).toContainText("AND, OR, )");
});

test.describe("a pattern that the database cannot read", () => {
  test.use({ expectedComplaints: [/400.*\/api\/v1\/runs\/(count|search)/] });

  test("is refused below its word", async ({ person, workspace }) => {
    const contributor = await person("contributor");
    const client = await contributor.tracking();
    const experimentId = await createExperiment(client, "ranking");
    await createRun(client, { experimentId, name: "run-a" });
    const page = await contributor.browser();
    await page.goto(`/w/${workspace}/experiments/${experimentId}`);
    await expect(page.getByRole("grid", { name: "Runs" }).getByText("run-a")).toBeVisible();
    const filter = page.getByRole("combobox", { name: "Filter runs" });
    await filter.fill("status = 'RUNNING' AND run_name RLIKE '['");
    await filter.press("Enter");
    const problem = page.getByRole("alert").filter({ hasText: "↑" });
    await expect(problem).toContainText("Invalid regular expression: brackets [] not balanced");
    const [arrow, mistake] = await Promise.all([
      problem.getByText("↑").boundingBox(),
      page.getByText("'['", { exact: true }).boundingBox(),
    ]);
    expect(Math.abs((arrow?.x ?? 0) - (mistake?.x ?? -1))).toBeLessThan(4);
  });
});
