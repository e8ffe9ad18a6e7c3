import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { createExperiment, createRun } from "./tracking.ts";

test("deleted runs wait in the trash, come back, and go for good by their number", async ({ person, workspace }) => {
  const engineer = await person("engineer");
  const client = await engineer.tracking();
  const experimentId = await createExperiment(client, "churn");
  const runIds = await Promise.all(["calm-otter", "bold-heron"].map((name) => createRun(client, { experimentId, name })));
  for (const runId of runIds) await client.post("runs/delete", { run_id: runId });
  const page = await engineer.browser();
  await page.goto(`/w/${workspace}/experiments`);
  await page.getByRole("link", { name: "Trash" }).click();
  const grid = page.getByRole("grid", { name: "Deleted runs" });
  await expect(grid.getByRole("row", { name: /calm-otter.*churn.*never by itself/ })).toBeVisible();

  await test.step("restore", async () => {
    await grid.getByRole("checkbox", { name: "Select calm-otter" }).click();
    await page.getByRole("button", { name: "Restore" }).click();
    await expect(grid.getByRole("row", { name: /calm-otter/ })).toHaveCount(0);
  });

  await test.step("delete for good", async () => {
    await grid.getByRole("checkbox", { name: "Select bold-heron" }).click();
    await page.getByRole("button", { name: "Delete for good" }).click();
    const question = page.getByRole("dialog");
    await question.getByRole("textbox").fill("1");
    await question.getByRole("button", { name: "Delete for good" }).click();
    await expect(page.getByText("1 run is removed for good")).toBeVisible();
    await page.getByRole("button", { name: "Close" }).first().click();
    await expect(page.getByText("No run was deleted")).toBeVisible();
  });
});

test("an experiment says how long it keeps its runs, and goes for good by its name", async ({ person, workspace }) => {
  const engineer = await person("engineer");
  const client = await engineer.tracking();
  const experimentId = await createExperiment(client, "doomed");
  const runId = await createRun(client, { experimentId, name: "calm-otter" });
  await client.post("runs/update", { run_id: runId, status: "FINISHED", end_time: Date.now() - 40 * 86_400_000 });
  const page = await engineer.browser();
  await page.goto(`/w/${workspace}/experiments/${experimentId}`);

  await test.step("the rules tell what would go", async () => {
    await page.getByRole("button", { name: "More for doomed" }).click();
    await page.getByRole("menuitem", { name: "How long runs are kept" }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Remove deleted runs for good after, in days").fill("30");
    await expect(form.getByText("No run would be removed for good.")).toBeVisible();
    await form.getByRole("button", { name: "Save" }).click();
    await expect(form).toBeHidden();
  });

  await test.step("for good", async () => {
    await client.post("experiments/delete", { experiment_id: experimentId });
    await page.goto(`/w/${workspace}/trash?show=experiments`);
    await page.getByRole("button", { name: "Delete for good" }).click();
    const question = page.getByRole("dialog");
    await question.getByRole("textbox").fill("doomed");
    await question.getByRole("button", { name: "Delete for good" }).click();
    await expect(page.getByText("doomed is removed for good, with 1 run")).toBeVisible();
    await page.getByRole("button", { name: "Close" }).first().click();
    await expect(page.getByText("No experiment was deleted")).toBeVisible();
  });
});
