import { expect, type Page } from "@playwright/test";
import { addComparison } from "./comparison-showcase.ts";
import { test } from "./portal.ts";
import { createExperiment, createRun, logBatch, type Tracking } from "./tracking.ts";

const many = 200;

/** Runs whose metric rises with one param, each with a curve. */
async function logMany(client: Tracking): Promise<string> {
  const experimentId = await createExperiment(client, "wide sweep");
  const one = async (at: number) => {
    const startTime = Date.now() - (many - at) * 1_000;
    const runId = await createRun(client, { experimentId, name: `sweep-${String(at).padStart(3, "0")}`, startTime });
    const metrics = Array.from({ length: 20 }, (_, step) => ({
      key: "auc",
      value: (at * (step + 1)) / (many * 20),
      step,
      timestamp: startTime + step,
    }));
    await logBatch(client, runId, { metrics, params: { depth: String(at), optimizer: at % 2 === 0 ? "adam" : "sgd", seed: "7" } });
  };
  for (let at = 0; at < many; at += 20) await Promise.all(Array.from({ length: 20 }, (_, more) => one(at + more)));
  return experimentId;
}

async function drag(page: Page, name: string, [from, to]: readonly [number, number]): Promise<void> {
  const axis = page.getByRole("slider", { name });
  await axis.scrollIntoViewIfNeeded();
  const box = await axis.boundingBox();
  if (!box) throw new Error(`${name} has no place`);
  await page.mouse.move(box.x + box.width / 2, box.y + from * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + to * box.height, { steps: 5 });
  await page.mouse.up();
}

test("two runs chosen in the table: what changed between them stands in one place", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const { comparedExperiment } = await addComparison(await contributor.tracking());
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/experiments/${comparedExperiment}`);
  await page.getByRole("checkbox", { name: "Select vivid-wren" }).click();
  await page.getByRole("checkbox", { name: "Select nimble-crane" }).click();
  await page.getByRole("link", { name: "Compare 2 runs" }).click();
  const main = page.getByRole("main");
  await expect(page.getByRole("heading", { name: "Compare 2 runs" })).toBeVisible();

  await test.step("a sentence, and what differs", async () => {
    await expect(main.getByText(/4 params, the commit and 2 other conditions differ; auc [+−]0\.008\d+, (better|worse)/)).toBeVisible();
    const table = main.getByRole("grid", { name: "What differs" });
    await expect(table.getByRole("row", { name: /learning_rate/ })).toBeVisible();
    await expect(table.getByText("objective")).toBeHidden();
    await table.getByRole("button", { name: /identical in all 2/ }).click();
    await expect(table.getByText("objective")).toBeVisible();
  });

  await test.step("packages, Python, the inside of a param, what was not committed", async () => {
    const packages = main.getByRole("region", { name: "Packages" });
    await expect(packages.getByRole("row", { name: /lightgbm/ })).toContainText("4.5.0");
    await expect(packages.getByRole("row", { name: /shap/ })).toContainText("none");
    await expect(main.getByText("3 packages the same.")).toBeVisible();
    await expect(main.getByRole("region", { name: "Inside of sampling" }).getByRole("row", { name: /bagging\.fraction/ })).toBeVisible();
    await expect(main.getByRole("region", { name: "What was not committed" })).toContainText("clip(lower=1)");
    await expect(main.getByRole("link", { name: "The commits between them" })).toHaveAttribute(
      "href",
      /acme\/default-risk\/compare\/.*\.\.\./,
    );
  });

  await test.step("files: key by key, line by line, picture by picture", async () => {
    await page.getByRole("radio", { name: "Files" }).click();
    await main.getByRole("button", { name: /config\.yaml/ }).click();
    await expect(main.getByRole("row", { name: /model\.rate/ })).toBeVisible();
    await main.getByRole("button", { name: /train\.py/ }).click();
    await expect(main.getByText(/1 line added, 1 removed/)).toBeVisible();
    await main
      .getByRole("button", { name: /lines the same/ })
      .first()
      .click();
    await expect(main.getByText("import lightgbm")).toBeVisible();
    await main.getByRole("button", { name: /notes\.txt/ }).click();
    await expect(main.getByText("Both runs have the same file")).toBeVisible();
    await main.getByRole("button", { name: /confusion\.png/ }).click();
    await main.getByRole("radio", { name: "Swipe" }).check();
    await main.getByRole("slider", { name: "Where the later picture begins" }).fill("20");
    await main.getByRole("radio", { name: "Difference" }).check();
    await expect(main.getByText(/^Black where both are the same/)).toBeVisible();
  });
});

test("two hundred runs of a filter: a run by row, brushed, sorted, and sent by its address", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const experimentId = await logMany(await contributor.tracking());
  const page = await contributor.browser();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`/w/${workspace}/experiments/${experimentId}`);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Compare the first 200" }).click();
  const main = page.getByRole("main");
  const table = main.getByRole("grid", { name: "What differs" });
  await expect(page.getByRole("heading", { name: "Compare 200 runs" })).toBeVisible();
  await expect(table).toHaveAttribute("aria-rowcount", "201");
  await expect(main.getByText(/auc moves most with depth/)).toBeVisible();
  await expect(page.locator("canvas[data-drawn]").nth(1)).toBeVisible();
  expect(await table.getByRole("row").count()).toBeLessThan(60);
  expect(asked.filter((address) => address.endsWith("/runs/compare"))).toHaveLength(1);
  expect(asked.filter((address) => address.endsWith("/metrics/drawings"))).toHaveLength(1);

  await drag(page, "Brush auc", [0.02, 0.3]);
  await expect(main.getByText(/^The brush keeps \d+ of 200 runs/)).toBeVisible();
  await expect(main.getByText(/The brush of auc keeps \d+ runs, the baseline among them/)).toBeVisible();
  const kept = Number(await table.getAttribute("aria-rowcount")) - 1;
  expect(kept).toBeGreaterThan(40);
  expect(kept).toBeLessThan(80);
  await table.getByRole("button", { name: "depth" }).click();
  await expect(table.getByRole("row").nth(2)).toContainText("sweep-198");

  const sent = await contributor.browser();
  await sent.goto(page.url());
  await expect(sent.getByRole("grid", { name: "What differs" })).toHaveAttribute("aria-rowcount", String(kept + 1));
  await main.getByRole("button", { name: "Show all" }).click();
  await expect(table).toHaveAttribute("aria-rowcount", "201");
});

test("a rectangle over a scatter keeps the runs in it; another baseline, one run more and one less", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const { comparedIds } = await addComparison(await contributor.tracking());
  const page = await contributor.browser();
  await page.goto(
    `/w/${workspace}/compare?${comparedIds
      .slice(0, 4)
      .map((id) => `run=${id}`)
      .join("&")}&part=scatter&x=p:max_depth`,
  );
  const main = page.getByRole("main");
  const chart = main.getByRole("img", { name: /auc by max_depth, 4 points/ });
  await expect(chart).toBeVisible();
  const box = await chart.boundingBox();
  if (!box) throw new Error("the chart has no place");
  await page.mouse.move(box.x + box.width * 0.4, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 20, box.y + box.height * 0.85, { steps: 5 });
  await page.mouse.up();
  await expect(main.getByText(/The brush of max_depth, auc keeps/)).toBeVisible();
  await main.getByRole("button", { name: "Show all" }).click();

  await page.getByRole("radio", { name: "Overview" }).click();
  await page.getByRole("button", { name: /^Runs/ }).click();
  const choice = page.getByRole("dialog", { name: "Runs that are compared" });
  await choice.getByRole("button", { name: "Make bold-heron the baseline" }).click();
  await expect(main.getByText("3 runs used other data than the baseline")).toBeVisible();
  await expect(main.getByRole("region", { name: "Inside of the data" }).getByRole("row", { name: /column income_monthly/ })).toContainText(
    "double",
  );
  await choice.getByRole("searchbox", { name: "Add a run by its name or id" }).fill("calm-lynx");
  await choice.getByRole("button", { name: /^calm-lynx/ }).click();
  await expect(page.getByRole("heading", { name: "Compare 5 runs" })).toBeVisible();
  await choice.getByRole("button", { name: "Leave out steady-otter" }).click();
  await expect(page.getByRole("heading", { name: "Compare 4 runs" })).toBeVisible();
});

test("from a run's page: with which other run it is compared is chosen there", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const { comparedIds } = await addComparison(await contributor.tracking());
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/runs/${comparedIds[0]}`);
  await page.getByRole("main").getByRole("link", { name: "Compare", exact: true }).click();
  await page.getByRole("button", { name: "Compare with calm-lynx" }).click();
  await expect(page.getByRole("heading", { name: "Compare 2 runs" })).toBeVisible();
  await expect(page.getByRole("grid", { name: "What differs" }).getByRole("row", { name: /max_depth/ })).toContainText("12");
});
