import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { createExperiment, createRun } from "./tracking.ts";

const day = 86_400_000;

test.use({ timezoneId: "Asia/Tokyo" });

test("times are by the clock and in the zone of whoever reads, not of the server that wrote the page", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "churn");
  const startTime = Date.now() - day;
  const runId = await createRun(client, { experimentId, name: "calm-otter", startTime });
  const page = await contributor.browser();
  await page.clock.setFixedTime(startTime + 3 * day + 60_000);
  await page.goto(`/w/${workspace}/runs/${runId}`);
  const started = page.getByRole("main").locator("time").first();
  await expect(started).toHaveText("3 days ago");
  await expect(started).toHaveAttribute("title", /GMT\+9$/);
  await expect(page.getByText("running for 3d 0h")).toBeVisible();
});
