import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { createExperiment, createRun } from "./tracking.ts";

test.describe("signing in", () => {
  test.use({ expectedComplaints: [/401.*\/auth\/callback\/password/] });

  test("a wrong password is answered in words, and what was typed stays", async ({ page, person }) => {
    const { account } = await person("viewer");
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(account.email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "E-mail or password is wrong" })).toBeVisible();
    await expect(page.getByLabel("E-mail")).toHaveValue(account.email);
    await page.getByLabel("Password").fill(account.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("button", { name: /^Your menu/ })).toBeVisible();
  });
});

test("a mistake in a filter is shown below the place where it is", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "ranking");
  await createRun(client, { experimentId, name: "run-a" });
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/experiments/${experimentId}`);
  await expect(page.getByRole("grid", { name: "Runs" }).getByText("run-a")).toBeVisible();

  const filter = page.getByRole("combobox", { name: "Filter runs" });
  await filter.fill("metrics.auc => 0.5");
  await filter.press("Enter");
  await expect(filter).toHaveAttribute("aria-invalid", "true");
  const problem = page.getByRole("alert").filter({ hasText: "↑" });
  await expect(problem).toContainText("Expected here");
  const [arrow, mistake] = await Promise.all([problem.getByText("↑").boundingBox(), page.getByText("=>", { exact: true }).boundingBox()]);
  expect(Math.abs((arrow?.x ?? 0) - (mistake?.x ?? -1))).toBeLessThan(4);
  // The table keeps what it showed until the filter is right.
  await expect(page.getByRole("grid", { name: "Runs" }).getByText("run-a")).toBeVisible();

  await filter.fill("metrics.auc > 0.5");
  await filter.press("Enter");
  await expect(problem).toHaveCount(0);
  await expect(page.getByText("No run matches the filter")).toBeVisible();
});

test("a filter applied before its language has arrived waits to be read", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "ranking");
  await createRun(client, { experimentId, name: "run-a" });
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/experiments/${experimentId}`);
  const row = page.getByRole("grid", { name: "Runs" }).getByText("run-a");
  await expect(row).toBeVisible();
  let arrive: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(/\.js(\?|$)/, async (route) => {
    await gate;
    await route.continue();
  });
  const filter = page.getByRole("combobox", { name: "Filter runs" });
  await filter.fill("metrics.auc => 0.5");
  await filter.press("Enter");
  arrive();
  await expect(page.getByRole("alert").filter({ hasText: "↑" })).toContainText("Expected here");
  await expect(row).toBeVisible();
});
