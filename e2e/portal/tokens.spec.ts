import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { createExperiment, createRun, tracking } from "./tracking.ts";

test("a token works from the moment it is made until the moment it is revoked", async ({ person, workspace, product }) => {
  const contributor = await person("contributor");
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/tokens`);
  await expect(page.getByText("No tokens yet")).toBeVisible();

  const secret = await test.step("make one; its secret is shown once", async () => {
    await page.getByRole("button", { name: "New token" }).click();
    await page.getByLabel("Name", { exact: true }).fill("laptop");
    await page.getByRole("button", { name: "Create token" }).click();
    const dialog = page.getByRole("dialog", { name: "laptop is ready" });
    const code = (await dialog.getByRole("region", { name: "Token" }).textContent()) ?? "";
    await dialog.getByRole("button", { name: "I have copied it" }).click();
    await expect(dialog).toBeHidden();
    return /MLFLOW_TRACKING_TOKEN=(\S+)/.exec(code)?.[1] ?? "";
  });
  await expect(page.getByText(secret)).toHaveCount(0);

  const client = tracking(product.url, secret);
  const experimentId = await createExperiment(client, "nightly");
  await createRun(client, { experimentId, name: "first" });
  const row = page.getByRole("region", { name: "Tokens" }).getByRole("row").filter({ hasText: "laptop" });
  await page.reload();
  await expect(row).not.toContainText("never");

  await test.step("revoke it", async () => {
    await row.getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("dialog", { name: "Revoke laptop" }).getByRole("button", { name: "Revoke token" }).click();
    await expect(page.getByText("1 expired or revoked")).toBeVisible();
  });
  expect(await client.status("experiments/search", { max_results: 1 })).toBe(401);
  expect(await client.status("runs/create", { experiment_id: experimentId })).toBe(401);
});
