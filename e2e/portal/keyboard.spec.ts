import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { createExperiment, createRun, endRun, logBatch } from "./tracking.ts";

test("the table of runs by keyboard alone", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "ranking");
  for (const [at, name] of ["run-a", "run-b", "run-c"].entries()) {
    const runId = await createRun(client, { experimentId, name, startTime: Date.now() - 60_000 * (at + 1) });
    await logBatch(client, runId, { metrics: [{ key: "auc", value: 0.5 + at / 8, step: 0, timestamp: Date.now() }] });
    await endRun(client, runId, { status: "FINISHED" });
  }
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/experiments/${experimentId}`);
  const grid = page.getByRole("grid", { name: "Runs" });
  const row = (name: string) => grid.getByRole("row").filter({ hasText: name });
  const expectActive = async (name: string) =>
    expect(grid).toHaveAttribute("aria-activedescendant", (await row(name).getAttribute("id")) ?? "none");
  await expect(row("run-a")).toBeVisible();

  await test.step("? lists the keys, Escape closes the list", async () => {
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keys" });
    for (const act of ["Next row", "Previous row", "Select the row", "Open the row", "Filter"])
      await expect(keys.getByText(act)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(keys).toBeHidden();
  });

  await test.step("j and k move, x selects", async () => {
    await page.keyboard.press("j");
    await expectActive("run-a");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expectActive("run-c");
    await page.keyboard.press("k");
    await expectActive("run-b");
    await page.keyboard.press("x");
    await expect(row("run-b")).toHaveAttribute("aria-selected", "true");
    await expect(page.getByText("1 selected")).toBeVisible();
    await page.keyboard.press("x");
    await expect(row("run-b")).toHaveAttribute("aria-selected", "false");
  });

  await test.step("c compares two selected runs; after g it is the letter of a page", async () => {
    await page.keyboard.press("x");
    await page.keyboard.press("c");
    await expect(page.getByText("1 selected")).toBeVisible();
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await expect(page.getByRole("link", { name: "Compare 2 runs" })).toBeVisible();
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keys" });
    await expect(keys.getByText("Compare them")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(keys).toBeHidden();
    await page.keyboard.press("g");
    await page.keyboard.press("c");
    await expect(page.getByRole("heading", { level: 1, name: "Clusters" })).toBeVisible();
    await page.goBack();
    await expect(page.getByText("2 selected")).toBeVisible();
    await page.keyboard.press("c");
    await expect(page.getByRole("heading", { name: "Compare 2 runs" })).toBeVisible();
    await page.goBack();
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await expect(page.getByText("2 selected")).toBeHidden();
  });

  await test.step("/ leads to the filter, which completes and applies; Escape leads back", async () => {
    await page.keyboard.press("/");
    const filter = page.getByRole("combobox", { name: "Filter runs" });
    await expect(filter).toBeFocused();
    await page.keyboard.type("metrics.au");
    await expect(page.getByRole("option", { name: /auc/ })).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.type("> 0.7");
    await expect(filter).toHaveValue("metrics.auc > 0.7");
    await page.keyboard.press("Enter");
    await expect(row("run-a")).toHaveCount(0);
    await expect(row("run-c")).toBeVisible();
    await expect(page).toHaveURL(/filter=metrics\.auc/);
    await page.keyboard.press("Escape");
    await expect(filter).not.toBeFocused();
  });

  await test.step("Enter opens the row that the keys are on", async () => {
    await page.keyboard.press("j");
    await expectActive("run-c");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "run-c" })).toBeVisible();
  });
});
