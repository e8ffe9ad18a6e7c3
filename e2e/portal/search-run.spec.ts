import { expect } from "@playwright/test";
import { matrixPicture } from "./picture.ts";
import { test } from "./portal.ts";
import { createExperiment, createRun, logBatch, uploadFile } from "./tracking.ts";

test("a search says which of its runs did best, in what they differed, and shows its pictures", async ({ person, workspace }) => {
  const scientist = await person("contributor");
  const client = await scientist.tracking();
  const experimentId = await createExperiment(client, "screening");
  const parent = await createRun(client, { experimentId, name: "svm-grid" });
  await logBatch(client, parent, { metrics: [{ key: "test_recall", value: 0.98765432, step: 0, timestamp: 1 }] });
  await uploadFile(client, parent, { path: "plots/recall.png", content: matrixPicture([[1, 2]]) });
  for (const [name, C, score] of [
    ["wide", "100", 0.91],
    ["narrow", "0.1", 0.99],
    ["middling", "1", 0.95],
  ] as const) {
    const child = await createRun(client, { experimentId, name, tags: { "mlflow.parentRunId": parent } });
    await logBatch(client, child, {
      metrics: [{ key: "mean_test_score", value: score, step: 0, timestamp: 1 }],
      params: { C, kernel: "rbf" },
    });
  }

  const page = await scientist.browser();
  await page.goto(`/w/${workspace}/runs/${parent}`);
  const figures = page.locator("section", { has: page.getByRole("heading", { name: "Metrics", exact: true }) });
  await expect(figures.getByText("0.9877")).toHaveAttribute("title", "0.98765432");
  const children = page.getByRole("region", { name: "Child runs" }).getByRole("row");
  await expect(children).toHaveText([
    /^Name.*mean_test_score, last.*C.*Duration$/,
    /narrow.*0\.99.*0\.1/,
    /middling.*0\.95.*1/,
    /wide.*0\.91.*100/,
  ]);
  await expect(children.first()).not.toContainText("kernel");
  await page.getByRole("link", { name: "plots/recall.png" }).click();
  await expect(page.getByRole("img", { name: "recall.png" })).toBeVisible();
});
