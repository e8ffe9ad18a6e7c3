import { expect, type Page } from "@playwright/test";
import { test } from "./portal.ts";
import { createExperiment, createRun, logBatch, logMetric, uploadFile } from "./tracking.ts";

/** Everything by which a page offers to change something. */
const writing =
  /^(new run|new experiment|more for|write|edit|add|add member|add a tag|remove|rename|delete|revoke|new group|new service account|save)\b/i;

async function expectNothingToWrite(page: Page): Promise<void> {
  await expect(page.getByRole("status", { name: "being read" })).toHaveCount(0);
  await expect(page.getByRole("main").getByRole("button", { name: writing })).toHaveCount(0);
  await expect(page.getByRole("main").getByRole("link", { name: writing })).toHaveCount(0);
}

test("a viewer reads everything, is offered no writing and could not write", async ({ person, workspace }) => {
  const [contributor, viewer] = await Promise.all([person("contributor"), person("viewer")]);
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "churn");
  const runId = await createRun(client, { experimentId, name: "calm-otter" });
  await logBatch(client, runId, { params: { depth: "6" }, tags: { team: "growth" } });
  await logMetric(client, runId, { key: "auc", value: 0.8125, step: 0 });
  await uploadFile(client, runId, { path: "notes.txt", content: "kept" });

  const page = await viewer.browser();
  await test.step("Home shows the run, not the steps of a first one", async () => {
    await page.goto(`/w/${workspace}`);
    await expect(page.getByRole("region", { name: "Recent runs" }).getByRole("link", { name: "calm-otter" })).toBeVisible();
    await expectNothingToWrite(page);
  });
  await test.step("Experiments and its runs", async () => {
    await page.goto(`/w/${workspace}/experiments`);
    await expect(page.getByRole("grid", { name: "Experiments" }).getByRole("link", { name: "churn" })).toBeVisible();
    await expectNothingToWrite(page);
    await page.goto(`/w/${workspace}/experiments/${experimentId}`);
    await expect(page.getByRole("grid", { name: "Runs" }).getByRole("link", { name: "calm-otter" })).toBeVisible();
    await expectNothingToWrite(page);
  });
  await test.step("the run and its files", async () => {
    await page.goto(`/w/${workspace}/runs/${runId}`);
    await expect(page.getByText("team: growth")).toBeVisible();
    await expectNothingToWrite(page);
    await page.goto(`/w/${workspace}/runs/${runId}/artifacts?path=notes.txt`);
    await expect(page.getByText("kept")).toBeVisible();
    await expectNothingToWrite(page);
  });
  await test.step("members and settings", async () => {
    await page.goto(`/w/${workspace}/members`);
    await expect(page.getByText(contributor.account.email)).toBeVisible();
    await expectNothingToWrite(page);
    await page.goto(`/w/${workspace}/settings`);
    await expect(page.getByText("Reads everything in the workspace, keeps views of their own, changes nothing else.")).toBeVisible();
    await expectNothingToWrite(page);
  });
  await test.step("the command menu offers no writing either", async () => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("option", { name: "Experiments" })).toBeVisible();
    await expect(page.getByRole("option", { name: "New experiment" })).toHaveCount(0);
    await expect(page.getByRole("option", { name: "Add a member" })).toHaveCount(0);
  });
  await test.step("the api refuses the session and the token", async () => {
    const headers = { "x-plumbline-workspace": workspace };
    const refused = await viewer.api.post("/api/v1/experiments", { headers, data: { name: "mine" } });
    expect(refused.status()).toBe(403);
    expect(await refused.json()).toMatchObject({ code: "forbidden" });
    expect((await viewer.api.delete(`/api/v1/runs/${runId}`, { headers })).status()).toBe(403);
    const token = await viewer.tracking();
    expect(await token.status("experiments/search", { max_results: 1 })).toBe(200);
    expect(await token.status("experiments/create", { name: "mine" })).toBe(403);
    expect(await token.status("runs/log-metric", { run_id: runId, key: "auc", value: 1, timestamp: 1, step: 1 })).toBe(403);
  });
});
