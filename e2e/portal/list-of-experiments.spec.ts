import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { createExperiment, createRun, logMetric } from "./tracking.ts";

test("whoever writes says in the list which metric decides, and sees the best", async ({ person, workspace }) => {
  const [contributor, viewer] = await Promise.all([person("contributor"), person("viewer")]);
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "churn");
  for (const [name, value] of Object.entries({ "calm-otter": 0.8125, "bold-heron": 0.75 })) {
    const runId = await createRun(client, { experimentId, name });
    await logMetric(client, runId, { key: "auc", value, step: 0 });
  }
  const list = `/w/${workspace}/experiments`;
  const choose = "Choose the metric that decides in churn";
  const reader = await viewer.browser();
  await reader.goto(list);
  await expect(reader.getByRole("link", { name: "churn" })).toBeVisible();
  await expect(reader.getByRole("button", { name: choose })).toHaveCount(0);

  const page = await contributor.browser();
  await page.goto(list);
  await page.getByRole("button", { name: choose }).click();
  await page.getByRole("dialog", { name: "Metric that decides" }).getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("link", { name: "auc 0.8125" })).toBeVisible();
});

test("a search that finds nothing is cleared where it says so", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  await createExperiment(await contributor.tracking(), "churn");
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/experiments?search=nothing`);
  await page.getByRole("button", { name: "Clear the search" }).click();
  await expect(page.getByRole("link", { name: "churn" })).toBeVisible();
  await expect(page).toHaveURL(/experiments$/);
});
