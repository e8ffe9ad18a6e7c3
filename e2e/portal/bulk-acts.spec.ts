import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { createExperiment, createRun } from "./tracking.ts";

const names = ["calm-otter", "bold-heron", "shy-lynx"];

test("selected runs are tagged, moved, deleted and brought back", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "from here");
  await createExperiment(client, "to there");
  for (const name of names) await createRun(client, { experimentId, name });
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/experiments/${experimentId}`);
  const grid = page.getByRole("grid", { name: "Runs" });
  const bar = page.getByRole("region", { name: "Selected runs" });
  await grid.getByRole("checkbox", { name: "Select calm-otter" }).click();
  await grid.getByRole("checkbox", { name: "Select bold-heron" }).click();
  await expect(bar.getByText("2 selected")).toBeVisible();

  await test.step("tag", async () => {
    await bar.getByRole("button", { name: "Tag", exact: true }).click();
    const form = page.getByRole("dialog", { name: "Tag 2 runs" });
    await form.getByLabel("Name").fill("stage");
    await form.getByLabel("Value").fill("candidate");
    await form.getByRole("button", { name: "Tag", exact: true }).click();
    await expect(page.getByText("2 runs are tagged", { exact: true })).toBeVisible();
  });

  await test.step("delete, and undo it", async () => {
    await bar.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await expect(page.getByText("2 runs are deleted", { exact: true })).toBeVisible();
    await expect(grid.getByRole("row")).toHaveCount(2);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(grid.getByRole("row")).toHaveCount(4);
  });

  await test.step("move all that match", async () => {
    await grid.getByRole("checkbox", { name: "Select shy-lynx" }).click();
    await bar.getByRole("button", { name: "Select all 3" }).click();
    await expect(bar.getByText("All 3 that match")).toBeVisible();
    await bar.getByRole("button", { name: "Move", exact: true }).click();
    const form = page.getByRole("dialog", { name: "Move 3 runs" });
    await form.getByLabel("To").selectOption({ label: "to there" });
    await form.getByRole("button", { name: "Move" }).click();
    await expect(page.getByText("3 runs are moved", { exact: true })).toBeVisible();
    await expect(grid).toHaveCount(0);
  });
});

test("runs that run elsewhere are only marked as killed, and that is said", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "running");
  await createRun(client, { experimentId, name: "calm-otter" });
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/experiments/${experimentId}`);
  const grid = page.getByRole("grid", { name: "Runs" });
  await grid.getByRole("checkbox", { name: "Select calm-otter" }).click();
  await page.getByRole("region", { name: "Selected runs" }).getByRole("button", { name: "Stop" }).click();
  const question = page.getByRole("dialog");
  await expect(question.getByText("its script goes on")).toBeVisible();
  await question.getByRole("button", { name: "Stop" }).click();
  await expect(grid.getByText("Stopped")).toBeVisible();
});
