import { expect } from "@playwright/test";
import { unreachableKubeconfig } from "./kubeconfig.ts";
import { test } from "./portal.ts";

const name = "far-away";

test.describe("as whoever runs the platform", () => {
  test.use({
    storageState: async ({ platform }, use) => {
      await use(await platform.storageState());
    },
    // A kubeconfig that is none, and the cluster after it was removed.
    expectedComplaints: [[/4\d\d .*\/api\/v1\/clusters\/(inspect|far-away)/], { scope: "test" }],
  });

  test("a cluster is registered, does not answer, says so, and is removed by its name", async ({ page, workspace }) => {
    await page.goto(`/w/${workspace}/clusters`);
    await page.getByRole("button", { name: "Register cluster" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Register cluster" });

    await test.step("what is no kubeconfig is refused at its field, and stays", async () => {
      await dialog.getByLabel("Kubeconfig", { exact: true }).fill("hello");
      await dialog.getByRole("button", { name: "Read contexts" }).click();
      await expect(dialog.getByLabel("Kubeconfig", { exact: true })).toHaveAttribute("aria-invalid", "true");
      await expect(dialog.getByLabel("Kubeconfig", { exact: true })).toHaveValue("hello");
    });

    await test.step("one of its contexts is chosen; what cannot be used says why", async () => {
      await dialog.getByLabel("Kubeconfig", { exact: true }).fill(unreachableKubeconfig);
      await dialog.getByRole("button", { name: "Read contexts" }).click();
      await expect(dialog.getByRole("radio", { name: /^far/ })).toBeChecked();
      await expect(dialog.getByRole("radio", { name: /^nobody/ })).toBeDisabled();
      await dialog.getByLabel("Name").fill(name);
      await dialog.getByRole("button", { name: "Register cluster" }).click();
    });

    await expect(page).toHaveURL(`/w/${workspace}/clusters/${name}`);
    await expect(page.getByText("Read only: nothing was written to the cluster.")).toBeVisible();
    await expect(page.getByText(/^Unreachable since/)).toBeVisible({ timeout: 60_000 });
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain("not-a-token");

    await test.step("remove it", async () => {
      await page.getByRole("button", { name: `More for ${name}` }).click();
      await page.getByRole("menuitem", { name: "Remove cluster" }).click();
      const question = page.getByRole("dialog", { name: `Remove ${name}` });
      await question.getByRole("textbox").fill(name);
      await question.getByRole("button", { name: "Remove cluster" }).click();
      await expect(page).toHaveURL(`/w/${workspace}/clusters`);
      await expect(page.getByText(name)).toHaveCount(0);
    });
  });
});

test("a member is told who can register a cluster, and is not asked to", async ({ person, workspace }) => {
  const page = await (await person("contributor")).browser();
  await page.goto(`/w/${workspace}/clusters?new=1`);
  await expect(page.getByText("No clusters yet")).toBeVisible();
  await expect(page.getByText(/Whoever administers the platform can register/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Register cluster" })).toHaveCount(0);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
