import { expect, type Page } from "@playwright/test";
import { test } from "./portal.ts";
import { createExperiment, createRun, logBatch, type Tracking } from "./tracking.ts";

const steps = 900;

/** Runs that differ in two params, with a curve longer than a chart draws. */
async function logSweep(client: Tracking, names: readonly string[]): Promise<string> {
  const experimentId = await createExperiment(client, "sweep");
  for (const [at, name] of names.entries()) {
    const startTime = Date.now() - 3_600_000;
    const runId = await createRun(client, { experimentId, name, startTime });
    const metrics = Array.from({ length: steps }, (_, step) => ({
      key: "auc",
      value: at / 10 + step / 10_000,
      step,
      timestamp: startTime + step * 1_000,
    }));
    await logBatch(client, runId, { metrics, params: { lr: String((at + 1) / 10), optimizer: at % 2 === 0 ? "adam" : "sgd" } });
  }
  return experimentId;
}

const names = ["calm-otter", "bold-heron", "vivid-wren", "keen-stoat"];

/** Once a chart is drawn, the page hears what is pressed and typed. */
async function openCharts(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator("canvas[data-drawn]").first()).toBeVisible();
}

/** Drags within an element, from and to shares of its size. */
async function drag(page: Page, name: string, path: readonly (readonly [number, number])[]): Promise<void> {
  const box = await page.getByRole("slider", { name }).or(page.getByRole("group", { name })).first().boundingBox();
  if (!box) throw new Error(`${name} has no place`);
  const [[x, y] = [0, 0], ...rest] = path;
  await page.mouse.move(box.x + x * box.width, box.y + y * box.height);
  await page.mouse.down();
  for (const [left, top] of rest) await page.mouse.move(box.x + left * box.width, box.y + top * box.height, { steps: 4 });
  await page.mouse.up();
}

test("a range of a chart is read again in full, and the whole of it on a double click", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const experimentId = await logSweep(await contributor.tracking(), names.slice(0, 1));
  const page = await contributor.browser();
  await openCharts(page, `/w/${workspace}/experiments/${experimentId}?view=charts`);
  const chart = page.getByRole("region", { name: "auc", exact: true });
  await expect(chart.getByText(/^\d+ of 900 points$/)).toBeVisible();
  await drag(page, "auc by step", [
    [0.5, 0.5],
    [0.7, 0.5],
  ]);
  const all = chart.getByText(/^all \d+ points$/);
  await expect(all).toBeVisible();
  const count = Number(/\d+/.exec((await all.textContent()) ?? "")?.[0]);
  expect(count).toBeGreaterThan(100);
  expect(count).toBeLessThan(300);
  await page.getByRole("button", { name: "More for auc" }).click();
  await page.getByRole("menuitem", { name: "Show as table" }).click();
  await expect(page.getByRole("dialog").getByText(`${count} rows, as they are drawn`)).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Show the whole axis" }).click();
  await expect(chart.getByText(/^\d+ of 900 points$/)).toBeVisible();
});

test("a brush on an axis cuts the table, and is taken away again", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const experimentId = await logSweep(await contributor.tracking(), names);
  const page = await contributor.browser();
  await openCharts(page, `/w/${workspace}/experiments/${experimentId}?view=split`);
  await page.getByRole("button", { name: "Add chart" }).click();
  await page.getByRole("menuitem", { name: "Parallel coordinates" }).click();
  await page.getByRole("button", { name: "Show chart" }).click();
  const chart = page.getByRole("region", { name: "Parallel coordinates" });
  const axis = page.getByRole("slider", { name: "Brush auc" });
  await expect(axis).toBeVisible();
  await axis.scrollIntoViewIfNeeded();
  await expect(page.getByRole("link", { name: "calm-otter" })).toBeVisible();
  await drag(page, "Brush auc", [
    [0.5, 0.001],
    [0.5, 0.45],
  ]);
  await expect(chart.getByText("The brush keeps 2 of 4 runs")).toBeVisible();
  await expect(page.getByRole("link", { name: "calm-otter" })).toBeHidden();
  await expect(page.getByRole("link", { name: "keen-stoat" })).toBeVisible();
  await page.getByRole("button", { name: "Clear the brush of auc" }).click();
  await expect(page.getByRole("link", { name: "calm-otter" })).toBeVisible();
});

test("charts are added, moved and saved in a view, and stand there again", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const experimentId = await logSweep(await contributor.tracking(), names);
  const page = await contributor.browser();
  await openCharts(page, `/w/${workspace}/experiments/${experimentId}?view=charts`);
  await page.getByRole("button", { name: "Add chart" }).click();
  await page.getByRole("menuitem", { name: "Bar" }).click();
  await page.getByRole("textbox", { name: "Title" }).fill("Best of each");
  await page.getByRole("button", { name: "Show chart" }).click();
  const titles = page.getByRole("list", { name: "Charts" }).getByRole("heading");
  await expect(titles).toHaveText(["auc", "Best of each"]);
  await page.getByRole("button", { name: "Move Best of each" }).press("ArrowLeft");
  await expect(titles).toHaveText(["Best of each", "auc"]);
  await page.getByRole("button", { name: /^Views:/ }).click();
  await page.getByRole("button", { name: "Save as a view" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Bars first");
  await page.getByRole("button", { name: "Save view" }).click();
  const views = page.getByRole("button", { name: /Views:\s*Bars first/ });
  await expect(views).toBeVisible();
  await expect(views.getByText("changed")).toHaveCount(0);
  const saved = new URL(page.url()).searchParams.get("saved");
  await page.goto(`/w/${workspace}/experiments/${experimentId}?saved=${saved}`);
  await expect(titles).toHaveText(["Best of each", "auc"]);
  await expect(views.getByText("changed")).toHaveCount(0);
  await page.getByRole("button", { name: "Move auc" }).dragTo(page.getByRole("region", { name: "Best of each" }));
  await expect(titles).toHaveText(["auc", "Best of each"]);
  await expect(views.getByText("changed")).toBeVisible();
});

test("a pattern picks charts, and adds those of the metrics that match", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "many metrics");
  const runId = await createRun(client, { experimentId, name: "calm-otter" });
  const metrics = Array.from({ length: 9 }, (_, at) => ({ key: `layer_${at}`, value: at, step: 0, timestamp: Date.now() }));
  await logBatch(client, runId, { metrics });
  const page = await contributor.browser();
  await openCharts(page, `/w/${workspace}/experiments/${experimentId}?view=charts`);
  await page.getByRole("searchbox", { name: "Search charts" }).fill("layer_[678]$");
  await page.getByRole("button", { name: "Add 3 metrics" }).click();
  await expect(page.getByRole("list", { name: "Charts" }).getByRole("heading")).toHaveText(["layer_6", "layer_7", "layer_8"]);
});
