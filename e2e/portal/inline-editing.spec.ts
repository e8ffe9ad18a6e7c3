import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { createExperiment, createRun } from "./tracking.ts";

test("names and tags are edited where they stand, by keyboard, and taken back", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "churn");
  const runId = await createRun(client, { experimentId, name: "calm-otter", tags: { stage: "candidate" } });
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/experiments/${experimentId}?col=t:stage`);
  const grid = page.getByRole("grid", { name: "Runs" });
  await expect(grid.getByRole("link", { name: "calm-otter" })).toBeVisible();

  await test.step("Escape leaves the name as it was, Enter saves it", async () => {
    await page.keyboard.press("j");
    await page.keyboard.press("F2");
    const field = grid.getByRole("textbox", { name: "The name of calm-otter" });
    await field.fill("other");
    await field.press("Escape");
    await expect(grid.getByRole("link", { name: "calm-otter" })).toBeVisible();
    await page.keyboard.press("F2");
    await field.fill("bold-heron");
    await field.press("Enter");
    await expect(grid.getByRole("link", { name: "bold-heron" })).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(grid.getByRole("link", { name: "calm-otter" })).toBeVisible();
  });

  await test.step("a tag", async () => {
    await grid.getByRole("gridcell", { name: "candidate" }).hover();
    await grid.getByRole("button", { name: "Edit the tag stage of calm-otter" }).click();
    const field = grid.getByRole("textbox", { name: "The tag stage of calm-otter" });
    await field.fill("champion");
    await field.press("Enter");
    await expect(grid.getByText("champion")).toBeVisible();
  });

  await test.step("on the run's page", async () => {
    await page.goto(`/w/${workspace}/runs/${runId}`);
    await expect(page.getByText("stage: champion")).toBeVisible();
    await page.keyboard.press("F2");
    const field = page.getByRole("textbox", { name: "The name of calm-otter" });
    await field.fill("shy-lynx");
    await field.press("Enter");
    await expect(page.getByRole("heading", { name: "shy-lynx" })).toBeVisible();
  });
});
