import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { call } from "./session.ts";
import { createExperiment, createRun, logMetric, tracking, uploadFile } from "./tracking.ts";

test("a run says by name which machine started it, on its page and in the table", async ({ person, platform, product, workspace }) => {
  const account = await call<{ id: string }>(platform, "POST /service-accounts", { name: "nightly", role: "contributor", workspace });
  const body = { name: "nightly training", serviceAccountId: account.id, workspace };
  const { secret } = await call<{ secret: string }>(platform, "POST /tokens", body);
  const client = tracking(product.url, secret);
  const experimentId = await createExperiment(client, "churn");
  const runId = await createRun(client, { experimentId, name: "calm-otter" });
  const page = await (await person("viewer")).browser();
  await page.goto(`/w/${workspace}/runs/${runId}`);
  await expect(page.getByText("by nightly, running for")).toBeVisible();
  await page.goto(`/w/${workspace}/experiments/${experimentId}`);
  await expect(page.getByRole("row", { name: /calm-otter/ }).getByRole("gridcell", { name: "nightly" })).toBeVisible();
});

test("the charts beside the table grow with the runs they draw", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "churn");
  const runIds = await Promise.all(["calm-otter", "bold-heron"].map((name) => createRun(client, { experimentId, name })));
  for (const runId of runIds) await logMetric(client, runId, { key: "auc", value: 0.5, step: 0 });
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/experiments/${experimentId}?view=split`);
  await page.getByRole("button", { name: "More for auc" }).click();
  await page.getByRole("menuitem", { name: "Show as table" }).click();
  const table = page.getByRole("dialog");
  await expect(table.getByText("0.5000").first()).toBeVisible();
  for (const runId of runIds) await logMetric(client, runId, { key: "auc", value: 0.8125, step: 7 });
  await expect(table.getByText("0.8125")).toHaveCount(2);
});

test("the files of a run show their first one unasked, and say which is not there", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "churn");
  const runId = await createRun(client, { experimentId, name: "calm-otter" });
  await uploadFile(client, runId, { path: "report/weights.csv", content: "name,weight\nage,0.30000000000000004\n" });
  await uploadFile(client, runId, { path: "notes.txt", content: "kept" });
  const page = await contributor.browser();
  const files = `/w/${workspace}/runs/${runId}/artifacts`;
  await page.goto(files);
  await expect(page.getByRole("region", { name: "Preview of report/weights.csv" }).getByText("0.3000")).toBeVisible();
  await page.getByRole("treeitem", { name: /notes\.txt/ }).click();
  await expect(page.getByRole("region", { name: "Preview of notes.txt" })).toBeVisible();
  await page.goto(`${files}?path=gone.txt`);
  await expect(page.getByText("There is no such file")).toBeVisible();
});

test.describe("a refused filter", () => {
  test.use({ expectedComplaints: [/400.*\/api\/v1\/runs\/(search|count)/] });
  test("is told once, and cleared in place", async ({ person, workspace }) => {
    const contributor = await person("contributor");
    const client = await contributor.tracking();
    const experimentId = await createExperiment(client, "churn");
    await createRun(client, { experimentId, name: "calm-otter" });
    const page = await contributor.browser();
    await page.goto(`/w/${workspace}/experiments/${experimentId}?filter=${encodeURIComponent("metrics.auc > 0.5 and foo")}`);
    await expect(page.getByText("The filter cannot be read")).toBeVisible();
    await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
    await page.getByRole("button", { name: "Clear the filter" }).last().click();
    await expect(page.getByRole("link", { name: "calm-otter" })).toBeVisible();
  });
});

test("metrics of one point are figures, those of more are curves", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "churn");
  const runId = await createRun(client, { experimentId, name: "calm-otter" });
  for (const step of [0, 1]) await logMetric(client, runId, { key: "loss", value: 0.5 - step / 8, step });
  await logMetric(client, runId, { key: "test_auc", value: 0.8125, step: 1 });
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/runs/${runId}/metrics`);
  await expect(page.getByRole("region", { name: "loss" })).toBeVisible();
  await expect(page.getByRole("region", { name: "test_auc" })).toHaveCount(0);
  await expect(page.getByText("0.8125")).toBeVisible();
});

test("more runs than fit scroll inside the window, and are read as they come into sight", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "long");
  for (let at = 0; at < 300; at += 20)
    await Promise.all(Array.from({ length: 20 }, (_, more) => createRun(client, { experimentId, name: `run-${at + more}` })));
  const page = await contributor.browser();
  let searches = 0;
  page.on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/v1/runs/search") searches += 1;
  });
  await page.goto(`/w/${workspace}/experiments/${experimentId}`);
  const grid = page.getByRole("grid", { name: "Runs" });
  await expect(page.getByText("300 runs, 200 read")).toBeInViewport();
  expect(await grid.getByRole("row").count()).toBeLessThan(60);
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
  await grid.getByRole("row").nth(2).getByRole("checkbox").click();
  await expect(page.getByRole("region", { name: "Selected runs" })).toBeInViewport({ ratio: 1 });
  const asked = searches;
  expect(asked).toBeLessThanOrEqual(1);
  await grid.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  await expect(page.getByText("300 runs, 200 read")).toBeHidden();
  expect(searches).toBe(asked + 1);
});
