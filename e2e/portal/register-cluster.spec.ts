import { expect } from "@playwright/test";
import { clusterObjects, metricsOf } from "./cluster-objects.ts";
import { openClusterStandIn } from "./cluster-stand-in.ts";
import { unreachableKubeconfig } from "./kubeconfig.ts";
import { test } from "./portal.ts";
import { call } from "./session.ts";

const name = "far-away";
const minuteMs = 60_000;

test.describe("as whoever runs the platform", () => {
  test.use({
    storageState: async ({ platform }, use) => {
      await use(await platform.storageState());
    },
    // A kubeconfig that is none, and the clusters after they were removed.
    expectedComplaints: [[/4\d\d .*\/api\/v1\/clusters\/(inspect|far-away|seen-)/], { scope: "test" }],
  });

  test("within a minute of a kubeconfig: GPUs by pool, a sentence for all that waits, and nothing was written", async ({
    page,
    platform,
    workspace,
  }) => {
    const standIn = await openClusterStandIn({ objects: clusterObjects, metricsOf });
    const shown = `seen-${workspace}`;
    await page.goto(`/w/${workspace}/clusters?new=1`);
    const dialog = page.getByRole("dialog", { name: "Register cluster" });
    await dialog.getByLabel("Kubeconfig", { exact: true }).fill(standIn.kubeconfig);
    await dialog.getByRole("button", { name: "Read contexts" }).click();
    await dialog.getByLabel("Name").fill(shown);
    await dialog.getByRole("button", { name: "Register cluster" }).click();
    await expect(page.getByRole("heading", { name: /^\d+ GPUs by pool$/ })).toBeVisible({ timeout: minuteMs });
    for (const use of ["Guaranteed", "Borrowed", "Idle", "Free"]) {
      await expect(page.locator("dl > div", { hasText: use }).locator("dd").first()).toHaveText(/^\d+/);
    }
    const waiting = page.getByRole("region", { name: "Pending workloads" }).getByRole("row");
    await expect(waiting).toHaveCount(4);
    for (const row of await waiting.all()) await expect(row.getByRole("cell").or(row.getByRole("columnheader")).last()).not.toBeEmpty();
    await expect(waiting.last()).toContainText(/will never start/i);
    await expect(page.getByText("Read only: nothing was written to the cluster.")).toBeVisible();
    await expect(page.getByText(/^0 writes$/)).toBeVisible();
    expect(standIn.writes).toEqual([]);
    await expect(page.getByRole("link", { name: /^Map \d queues$/ })).toBeVisible();
    await call(platform, `DELETE /clusters/${shown}`, { workspace });
    await standIn.close();
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
