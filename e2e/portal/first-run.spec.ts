import { expect, type Locator } from "@playwright/test";
import { chosenPassword, test } from "./portal.ts";
import { createExperiment, createRun, logMetric, tracking } from "./tracking.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("from the first start to a curve that grows by itself", async ({ page, product }) => {
  await test.step("sign in with the password that the start printed", async () => {
    await page.goto("/");
    await page.getByLabel("E-mail").fill(product.first.email);
    await page.getByLabel("Password").fill(product.first.password);
    await page.getByRole("button", { name: "Sign in" }).click();
  });

  await test.step("choose a password, because the printed one must be changed", async () => {
    await expect(page.getByRole("heading", { name: "Choose a password" })).toBeVisible();
    await page.getByLabel("Password you have now").fill(product.first.password);
    await page.getByLabel("New password", { exact: true }).fill(chosenPassword);
    await page.getByLabel("New password again").fill(chosenPassword);
    await page.getByRole("button", { name: "Choose password" }).click();
    await expect(page.getByRole("heading", { name: "Send your first run" })).toBeVisible();
  });

  const code = await test.step("create a token and copy the code that holds it", async () => {
    await page.getByRole("button", { name: "Create token" }).click();
    await expect(page.getByRole("button", { name: "Revoke" })).toBeVisible();
    const block = page.getByRole("listitem").filter({ hasText: "Point it here" });
    await block.getByRole("button", { name: "Copy" }).click();
    await expect(block.getByRole("button", { name: "Copied" })).toBeVisible();
    return page.evaluate(() => navigator.clipboard.readText());
  });
  const url = /MLFLOW_TRACKING_URI=(\S+)/.exec(code)?.[1] ?? "";
  const token = /MLFLOW_TRACKING_TOKEN=(\S+)/.exec(code)?.[1] ?? "";
  expect(url).toBe(product.url);

  await expect(page.getByText("Waiting for your first run")).toBeVisible();
  // A document of its own has no such mark: whatever is seen from here on came without a reload.
  await page.evaluate(() => document.documentElement.setAttribute("data-before", "yes"));

  const client = tracking(url, token);
  const runId = await test.step("the run shows on Home as a client logs it", async () => {
    const experimentId = await createExperiment(client, "first-steps");
    const made = await createRun(client, { experimentId, name: "bold-heron" });
    await logMetric(client, made, { key: "loss", value: 0.75, step: 0 });
    await expect(page.getByText("Your first run is here")).toBeVisible();
    const row = page.getByRole("region", { name: "The first run" }).getByRole("row").filter({ hasText: "bold-heron" });
    await expect(row).toContainText("Running");
    await expect(row).toContainText("0.75");
    return made;
  });

  await test.step("the curve grows on the run's page", async () => {
    await page.getByRole("link", { name: "Open bold-heron" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "bold-heron" })).toBeVisible();
    await logMetric(client, runId, { key: "loss", value: 0.5, step: 1 });
    const chart = page.getByRole("main").getByRole("region", { name: "loss", exact: true });
    await expect(chart.getByRole("heading")).toBeVisible();
    const before = await drawing(chart);
    await logMetric(client, runId, { key: "loss", value: 0.3125, step: 2 });
    await expect(chart.getByText("0.3125").first()).toBeVisible();
    await expect.poll(() => picture(chart)).not.toBe(before);
    const middle = await drawing(chart);
    await logMetric(client, runId, { key: "loss", value: 0.25, step: 3 });
    await expect.poll(() => picture(chart)).not.toBe(middle);
  });

  await expect(page.locator("html[data-before=yes]")).toBeAttached();
});

/** The picture of a chart that has a curve in it: pixels of a colour, which axes and grid do not have. */
async function drawing(chart: Locator): Promise<string> {
  const coloured = () =>
    chart.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
      const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
      let count = 0;
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
        if (Math.max(red, green, blue) - Math.min(red, green, blue) > 60) count += 1;
      }
      return count;
    });
  await expect.poll(coloured).toBeGreaterThan(50);
  return picture(chart);
}

function picture(chart: Locator): Promise<string> {
  return chart.locator("canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}
