import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { paths } from "../../apps/web/src/shell/paths.ts";
import { addCluster } from "./cluster-showcase.ts";
import { addComparison } from "./comparison-showcase.ts";
import { addDatasets } from "./dataset-showcase.ts";
import { FirstLoads, firstLoadMaxBytes } from "./first-load.ts";
import { addRequests, publishRules } from "./governance-showcase.ts";
import { addImports } from "./import-showcase.ts";
import { addJobs, endJobs } from "./job-showcase.ts";
import { addPerson, test as base } from "./portal.ts";
import { addQuotas } from "./quota-showcase.ts";
import { registerModels } from "./registered.ts";
import { addReports } from "./report-showcase.ts";
import { call, signIn } from "./session.ts";
import { addMachines, fillWorkspace, type Showcase } from "./showcase.ts";
import { tracking } from "./tracking.ts";
import { open, settled, views } from "./views.ts";

const pictures = path.resolve(import.meta.dirname, "../../test-results/portal/pages");
const themes = ["light", "dark"] as const;
const standard = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const phone = { width: 320, height: 640 };

const test = base.extend<object, { showcase: Showcase }>({
  showcase: [
    async ({ product, platform }, use, { workerIndex }) => {
      const workspace = `lending-${workerIndex}`;
      const emptyWorkspace = `empty-${workerIndex}`;
      await call(platform, "POST /workspaces", { name: workspace, description: "Models that decide about loans." });
      await call(platform, "POST /workspaces", { name: emptyWorkspace });
      await publishRules({ owner: platform, workspace });
      const { secret } = await call<{ secret: string }>(platform, "POST /tokens", { name: "laptop", workspace });
      for (const role of ["viewer", "contributor", "admin"] as const) await addPerson({ product, platform, workspace, role });
      const approver = await addPerson({ product, platform, workspace, role: "approver" });
      await addMachines(platform, workspace);
      const client = tracking(product.url, secret);
      const filled = await fillWorkspace(client);
      const datasets = await addDatasets(platform, { client, workspace, runId: filled.runId });
      const compared = await addComparison(client);
      const models = await registerModels({ platform, workspace, tracked: filled });
      const governed = await addRequests({ owner: platform, workspace, client, runId: filled.runId }, approver.api);
      const shared = await addQuotas({ product, platform, workspace, emptyWorkspace });
      const jobs = await addJobs(platform, workspace);
      const reports = await addReports(platform, { workspace, ...filled });
      const cluster = await addCluster({ product, platform, workspace, emptyWorkspace });
      const { quotaOfCluster } = cluster;
      const imports = await addImports({ product, platform, name: `imported-${workerIndex}` });
      await use({
        workspace,
        emptyWorkspace,
        ...filled,
        ...datasets,
        ...compared,
        ...reports,
        ...models,
        ...governed,
        ...shared,
        ...jobs,
        ...imports,
        quotaOfCluster,
      });
      await endJobs(platform, workspace, jobs);
      await cluster.close();
    },
    { scope: "worker" },
  ],
});

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(standard).exclude("iframe[sandbox]").analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ html, any, all, none }) => `${id}: ${help}: ${[...any, ...all, ...none].map(({ message }) => message).join("; ")} at ${html}`,
    ),
  );
  expect(found).toEqual([]);
}

async function keepPicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(pictures, `${name.replace(/[^\w]+/g, "-")}.png`) });
}

/** Pictures and rules in both themes, between which the page changes without being loaded again; then on a phone. */
async function examine(page: Page, name: string): Promise<void> {
  for (const colorScheme of themes) {
    await test.step(colorScheme, async () => {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await keepPicture(page, `${name} ${colorScheme}`);
      await expectAccessible(page);
    });
  }
  await test.step("on a phone", async () => {
    await page.setViewportSize(phone);
    await settled(page);
    await keepPicture(page, `${name} phone`);
    // Whatever is wider scrolls in itself, never the page.
    expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(phone.width);
  });
}

test.describe("signed in", () => {
  test.use({
    storageState: async ({ platform }, use) => {
      await use(await platform.storageState());
    },
    expectedComplaints: [
      [
        // The pages that say that something is not there.
        /404 .*\/api\/v1\/(runs\/compare|experiments\/4711|runs\/0123456789abcdef|reports\/0123abcd|datasets\/nowhere|datasets\/credit%20loans\/versions\/47|models\/no-such-model|(quota-)?requests\/4711|policies\/no-such-policy|models\/default-risk\/versions\/4711|jobs\/00000000-0000-4000-8000-000000000000|clusters\/nowhere|imports\/0198c2a4-0000-7000-8000-000000000000)/,
        // A filter that ends too early.
        /400 .*\/api\/v1\/runs\/compare/,
        // A spec that no job can have is refused with its reasons.
        /400 .*\/api\/v1\/jobs\/preview/,
        // What is no kubeconfig.
        /4\d\d .*\/api\/v1\/clusters\/inspect/,
        // The rules are examined by a script, which an artifact's sandbox keeps out as it keeps out the artifact's own.
        /Blocked script execution in '.*summary\.html/,
      ],
      { scope: "test" },
    ],
  });
  test("no page loads more scripts at once than it may", async ({ page, showcase }) => {
    const loads = new FirstLoads(page.request);
    const heavy: string[] = [];
    for (const address of new Set(views.map((view) => view.path(showcase)))) {
      const bytes = await loads.of(address);
      if (bytes > firstLoadMaxBytes) heavy.push(`${address}: ${bytes}`);
    }
    expect(heavy).toEqual([]);
  });
  for (const view of views) {
    test(view.name, async ({ page, showcase }) => {
      await open(page, view, showcase);
      await examine(page, view.name);
    });
  }
});

test("sign in", async ({ page }) => {
  await page.goto(paths.signIn);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await examine(page, "sign in");
});

test("choose a password", async ({ page, platform, product, showcase }) => {
  const email = `new@${showcase.workspace}.test`;
  const { password } = await call<{ password: string }>(platform, "POST /users", { email, name: "Nora New" });
  const client = await signIn(product.url, { email, password });
  await page.context().addCookies((await client.storageState()).cookies);
  await page.goto("/");
  await expect(page).toHaveURL(paths.changePassword);
  await expect(page.getByRole("button", { name: "Choose password" })).toBeVisible();
  await examine(page, "choose a password");
});
