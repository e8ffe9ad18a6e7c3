import { expect } from "@playwright/test";
import { openSourceWorkspace } from "./import-showcase.ts";
import { test } from "./portal.ts";
import { call } from "./session.ts";

test("what another server holds is counted, brought, and found equal", async ({ person, workspace, product, platform }) => {
  const { token, runId } = await openSourceWorkspace({ product, platform, name: `${workspace}-source` });
  const engineer = await person("engineer");
  const page = await engineer.browser();

  await test.step("from Home to the form, and what is there", async () => {
    await page.goto(`/w/${workspace}`);
    await page.getByLabel("Address of your server").fill(product.url);
    await page.getByRole("button", { name: "Look what is there" }).click();
    const dialog = page.getByRole("dialog", { name: "Bring your MLflow" });
    await expect(dialog.getByLabel("Address of your server")).toHaveValue(product.url);
    await dialog.getByText("Token", { exact: true }).click();
    await dialog.getByLabel("Token", { exact: true }).last().fill(token);
    await dialog.getByRole("button", { name: "Count what is there" }).click();
    await expect(page.getByText("Counted", { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole("row", { name: /^Runs/ })).toContainText("1");
  });

  await test.step("bring it; its report says that all of it is here", async () => {
    await page.getByRole("button", { name: "Import 1 run" }).click();
    await expect(page.getByText("Complete", { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole("region", { name: "Compared at the end" }).getByRole("row", { name: /^Metric points/ })).toContainText(
      "200 of 200",
    );
  });
  await expect(page.getByText(token)).toHaveCount(0);

  await test.step("the run has kept its id", async () => {
    await page.goto(`/w/${workspace}/runs/${runId}`);
    await expect(page.getByRole("heading", { name: "gradient-boosting" })).toBeVisible();
  });

  await test.step("a viewer sees the list, and no way to bring more", async () => {
    const viewer = await (await person("viewer")).browser();
    await viewer.goto(`/w/${workspace}/imports`);
    await expect(viewer.getByRole("link", { name: product.url })).toBeVisible();
    await expect(viewer.getByRole("button", { name: "Bring your MLflow" })).toHaveCount(0);
  });
  const { items } = await call<{ items: unknown[] }>(engineer.api, "GET /imports", { workspace });
  expect(items).toHaveLength(1);
});
