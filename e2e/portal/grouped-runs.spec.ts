import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { createExperiment, createRun, endRun, logBatch } from "./tracking.ts";

type Client = Parameters<typeof createExperiment>[0];

/** A sweep: four runs of two rates, and one without a rate. */
async function sweep(client: Client): Promise<string> {
  const experimentId = await createExperiment(client, "sweep of groups");
  const rates = ["0.1", "0.1", "0.2", "0.2", undefined];
  for (const [at, lr] of rates.entries()) {
    const runId = await createRun(client, { experimentId, name: `run-${at}`, startTime: Date.now() - 60_000 * (at + 1) });
    await logBatch(client, runId, {
      metrics: [{ key: "auc", value: 0.5 + at / 8, step: 0, timestamp: Date.now() }],
      params: { seed: "7", ...(lr === undefined ? {} : { lr }) },
    });
    await endRun(client, runId, { status: "FINISHED" });
  }
  return experimentId;
}

test("runs are grouped by a param, with what each group reached; a group opens by a press and by keyboard", async ({
  person,
  workspace,
}) => {
  const contributor = await person("contributor");
  const experimentId = await sweep(await contributor.tracking());
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/experiments/${experimentId}`);
  await page.getByRole("button", { name: /^Group by/ }).click();
  await page.getByRole("dialog", { name: "Group by" }).getByRole("button", { name: "lr", exact: true }).click();
  const grid = page.getByRole("grid", { name: "Groups of runs" });
  const row = (text: string | RegExp) => grid.getByRole("row").filter({ hasText: text });
  await expect(row("0.2").first()).toContainText("2 runs");
  await expect(row("Without lr")).toContainText("1 run");
  await expect(row(/^0\.2/)).toContainText("mean of 2 runs, from 0.7500 to 0.8750");
  await expect(page.getByText("3 groups by lr")).toBeVisible();

  await test.step("a press opens a group, x selects a run in it", async () => {
    await grid.getByRole("button", { name: /^0\.2/ }).click();
    await expect(grid.getByRole("link", { name: "run-3" })).toBeVisible();
    await expect(grid.getByRole("link", { name: "run-0" })).toHaveCount(0);
    await grid.getByRole("checkbox", { name: "Select run-2" }).click();
    await expect(page.getByText("1 selected")).toBeVisible();
  });

  await test.step("Enter opens and closes the group of the active row", async () => {
    await grid.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    // The first of two groups of two runs, in the order of their values.
    await expect(grid.getByRole("link", { name: "run-0" })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(grid.getByRole("link", { name: "run-0" })).toHaveCount(0);
  });

  await test.step("the address holds the grouping", async () => {
    await expect(page).toHaveURL(/group=p%3Alr/);
    await page.reload();
    await expect(row("Without lr")).toBeVisible();
  });
});

test("columns: any key is found by the server, those that differ stand out; they are moved and pinned", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const experimentId = await sweep(await contributor.tracking());
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/experiments/${experimentId}`);
  const grid = page.getByRole("grid", { name: "Runs" });
  const headers = async () => (await grid.getByRole("columnheader").allTextContents()).filter(Boolean);
  // The params that tell runs apart are shown unasked.
  await expect(grid.getByRole("columnheader", { name: "lr" })).toBeVisible();
  await expect(grid.getByRole("columnheader", { name: "seed" })).toHaveCount(0);
  await page.getByRole("button", { name: /^Columns/ }).click();
  const picker = page.getByRole("dialog", { name: "Columns" });

  await test.step("search", async () => {
    await picker.getByRole("searchbox", { name: "Search columns" }).fill("see");
    await expect(picker.getByRole("checkbox", { name: "Column auc" })).toHaveCount(0);
    await picker.getByRole("checkbox", { name: "Column seed" }).click();
    await expect(grid.getByRole("columnheader", { name: "seed" })).toBeVisible();
    await picker.getByRole("searchbox", { name: "Search columns" }).fill("");
  });

  await test.step("only differing", async () => {
    await picker.getByText("Only keys in which the runs differ").click();
    await expect(picker.getByRole("checkbox", { name: "Column lr" })).toBeVisible();
    await expect(picker.getByRole("checkbox", { name: "Column seed" })).toHaveCount(0);
    await picker.getByText("Only keys in which the runs differ").click();
  });

  await test.step("another figure, moved by keyboard, pinned", async () => {
    await picker.getByRole("combobox", { name: "Figure of auc" }).selectOption("count");
    await expect(grid.getByRole("columnheader", { name: "auc, count" })).toBeVisible();
    await picker.getByRole("button", { name: /^Move auc/ }).focus();
    await page.keyboard.press("ArrowUp");
    await expect.poll(async () => (await headers()).indexOf("auc, count")).toBe(1);
    await picker.getByRole("button", { name: "Pin seed" }).click();
    await expect.poll(async () => (await headers()).indexOf("seed")).toBe(1);
  });
});

test("the whole result is exported as CSV and as Parquet", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const experimentId = await sweep(await contributor.tracking());
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/experiments/${experimentId}?filter=${encodeURIComponent("params.lr = '0.2'")}&sort=m:last:auc`);
  await expect(page.getByRole("grid", { name: "Runs" }).getByRole("row")).toHaveCount(3);
  for (const format of ["CSV", "Parquet"]) {
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Export runs" }).click();
    const dialog = page.getByRole("dialog", { name: "Export runs" });
    await dialog.getByRole("radio", { name: format }).click();
    await dialog.getByRole("radio", { name: "All columns" }).click();
    const download = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Export" }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe(`runs-${experimentId}.${format.toLowerCase()}`);
    const content = await readFile(await saved.path());
    await expect(dialog).toBeHidden();
    if (format === "Parquet") expect([content.subarray(0, 4).toString(), content.subarray(-4).toString()]).toEqual(["PAR1", "PAR1"]);
    else {
      const lines = content.toString().split("\r\n");
      expect(lines[0]).toContain("metrics.auc,params.lr,params.seed");
      expect(lines.slice(1, 3).map((line) => line.split(",")[1])).toEqual(["run-2", "run-3"]);
    }
  }
});
