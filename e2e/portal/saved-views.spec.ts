import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { createExperiment, createRun, endRun, logBatch } from "./tracking.ts";

test("a view is saved, changed, reverted, shared by its link, and what the experiment opens with", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const viewer = await person("viewer");
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "sweep of views");
  for (const [at, name] of ["low", "middle", "high"].entries()) {
    const runId = await createRun(client, { experimentId, name, startTime: Date.now() - 60_000 * (at + 1) });
    await logBatch(client, runId, {
      metrics: [{ key: "auc", value: 0.5 + at / 8, step: 0, timestamp: Date.now() }],
      params: { lr: String(at) },
    });
    await endRun(client, runId, { status: "FINISHED" });
  }
  const page = await contributor.browser();
  const address = `/w/${workspace}/experiments/${experimentId}`;
  await page.goto(`${address}?filter=${encodeURIComponent("metrics.auc > 0.55")}&sort=-m:last:auc`);
  const grid = page.getByRole("grid", { name: "Runs" });
  const views = page.getByRole("button", { name: /Views:/ });
  const menu = page.getByRole("dialog", { name: "Views" });
  await expect(grid.getByRole("row")).toHaveCount(3);

  await test.step("save, shared", async () => {
    await views.click();
    await menu.getByRole("button", { name: "Save as a view" }).click();
    const form = page.getByRole("dialog", { name: "Save as a view" });
    await form.getByLabel("Name", { exact: true }).fill("The good ones");
    await form.getByText("Share with the workspace").click();
    await form.getByRole("button", { name: "Save view" }).click();
    await expect(views).toContainText("The good ones");
    await expect(page).toHaveURL(/saved=/);
  });
  const link = `${address}?saved=${new URL(page.url()).searchParams.get("saved")}`;

  await test.step("a change is seen, and taken back", async () => {
    await grid.getByRole("button", { name: "auc" }).click();
    await expect(views).toContainText("changed");
    await views.click();
    await menu.getByRole("button", { name: "Revert" }).click();
    await expect(views).not.toContainText("changed");
    await expect(page).toHaveURL(/sort=-m/);
  });

  await test.step("a change is saved, and made the default", async () => {
    await grid.getByRole("button", { name: "auc" }).click();
    await views.click();
    await menu.getByRole("button", { name: "Save changes" }).click();
    await expect(views).not.toContainText("changed");
    await menu.getByRole("button", { name: "Make default" }).click();
    await expect(menu.getByText("The experiment opens with this view.")).toBeVisible();
  });

  await test.step("somebody who may only read opens the link and the experiment with it, and cannot change it", async () => {
    const theirs = await viewer.browser();
    for (const opened of [link, address]) {
      await theirs.goto(opened);
      await expect(theirs.getByRole("button", { name: /Views:/ })).toContainText("The good ones");
      const rows = theirs.getByRole("grid", { name: "Runs" }).getByRole("row");
      await expect(rows).toHaveCount(3);
      await expect(rows.nth(1)).toContainText("middle");
    }
    await theirs.getByRole("combobox", { name: "Filter runs" }).fill("");
    await theirs.keyboard.press("Enter");
    await theirs.getByRole("button", { name: /Views:.*changed/ }).click();
    const list = theirs.getByRole("dialog", { name: "Views" });
    await expect(list.getByRole("button", { name: "Save changes" })).toHaveAttribute("aria-disabled", "true");
    await list.getByRole("button", { name: "All runs" }).click();
    await expect(theirs.getByRole("grid", { name: "Runs" }).getByRole("row")).toHaveCount(4);
  });
});
