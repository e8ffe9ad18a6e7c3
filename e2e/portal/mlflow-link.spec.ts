import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { createExperiment, createRun } from "./tracking.ts";

test("the link that an MLflow client prints leads to the run, through the sign-in too", async ({ page, person, workspace }) => {
  const contributor = await person("contributor");
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "churn");
  const runId = await createRun(client, { experimentId, name: "calm-otter" });

  await page.goto(`/#/experiments/${experimentId}/runs/${runId}`);
  await page.getByLabel("E-mail").fill(contributor.account.email);
  await page.getByLabel("Password").fill(contributor.account.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "calm-otter" })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/w/${workspace}/runs/${runId}$`));

  await page.goto(`/#/experiments/${experimentId}`);
  await expect(page.getByRole("heading", { level: 1, name: "churn" })).toBeVisible();
});
