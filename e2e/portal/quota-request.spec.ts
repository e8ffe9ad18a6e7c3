import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { call } from "./session.ts";

test("more quota is asked for with its effect in sight, and approved by the platform team", async ({
  platform,
  product,
  browser,
  workspace,
  person,
}) => {
  const name = `gpus-${workspace}`;
  const { id: pool } = await call<{ id: string }>(platform, "POST /platform/pools", { name, resource: "gpu", flavour: name, capacity: 8 });
  await call(platform, `PUT /platform/pools/${pool}/quotas/${workspace}`, { nominal: 2 });
  const asking = await (await person("contributor")).browser();

  await test.step("somebody of the workspace asks", async () => {
    await asking.goto(`/w/${workspace}/quotas?resource=gpu&request=quota&pool=${pool}`);
    const dialog = asking.getByRole("dialog", { name: "Request a quota change" });
    await dialog.getByLabel("How many more").fill("3");
    await dialog.getByLabel("Reason").fill("Two retrainings before the audit.");
    await dialog.getByRole("button", { name: "Show what it would do" }).click();
    await expect(dialog.getByText("6 → 3")).toBeVisible();
    await dialog.getByRole("button", { name: "Send request" }).click();
    await expect(asking.getByRole("heading", { name: "QR-1", exact: true })).toBeVisible();
    await expect(asking.getByText("0 of 1 approved")).toBeVisible();
  });

  await test.step("an administrator of the platform approves", async () => {
    const context = await browser.newContext({ storageState: await platform.storageState() });
    const page = await context.newPage();
    await page.goto(`${product.url}/w/${workspace}/quotas/requests/1`);
    await page.getByRole("button", { name: "Approve" }).click();
    const dialog = page.getByRole("dialog", { name: "Approve QR-1" });
    await dialog.getByLabel("Reason").fill("There is room.");
    await dialog.getByRole("button", { name: "Approve" }).click();
    await expect(page.getByText("approved", { exact: true }).first()).toBeVisible();
    await context.close();
  });

  await test.step("who asked sees it at once, and the guarantee has grown", async () => {
    await expect(asking.getByText("There is room.")).toBeVisible();
    await asking.goto(`/w/${workspace}/quotas?resource=gpu`);
    await expect(asking.getByRole("row", { name: new RegExp(`^${workspace}`) }).first()).toContainText("/ 5");
  });
});
