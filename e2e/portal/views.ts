import { expect, type Page } from "@playwright/test";
import { destinations } from "../../apps/web/src/shell/navigation.ts";
import { paths } from "../../apps/web/src/shell/paths.ts";
import { clusterManagementViews, clusterViews, newClusterViews } from "./cluster-views.ts";
import { jobViews, newJobViews } from "./job-views.ts";
import { runViews } from "./run-views.ts";
import type { Showcase } from "./showcase.ts";
import { press, type View } from "./view.ts";

type ListedId =
  | "home"
  | "experiments"
  | "jobs"
  | "datasets"
  | "models"
  | "approvals"
  | "policies"
  | "environments"
  | "clusters"
  | "secrets"
  | "runtimes"
  | "quotas"
  | "imports"
  | "members"
  | "tokens"
  | "tasks"
  | "settings";

const listed: View[] = destinations.map(({ id, path }) => ({ name: id, path: ({ workspace }) => path(workspace) }));

/** Writes a policy that is wrong in one line, where the caret then is. */
async function writeWrongPolicy(page: Page): Promise<void> {
  const text = page.getByRole("textbox", { name: "Text of the policy" });
  await text.press("Control+End");
  await text.pressSequentially("expiry: soon");
  await expect(page.getByRole("list", { name: "Problems" })).toBeVisible();
}
const longAgo = "2020-03-03T12:00:00.000Z";
const intakeRefused: View = {
  name: "new intake, refused",
  path: ({ workspace }) => paths.intake(workspace),
  act: press("Create model"),
};

/** Every address that the navigation does not list; a new one has to be named here. */
const details: Record<Exclude<keyof typeof paths, ListedId | "signIn" | "changePassword">, readonly View[]> = {
  ...runViews,
  newJob: newJobViews,
  job: jobViews,
  runtime: [
    { name: "runtime", path: ({ workspace }) => paths.runtime(workspace, "sklearn") },
    { name: "runtime, its next version", path: ({ workspace }) => `${paths.runtime(workspace, "sklearn")}?new=1` },
    { name: "no such runtime", path: ({ workspace }) => paths.runtime(workspace, "nowhere") },
  ],
  quotaRequest: [
    { name: "quota request", path: ({ workspace, quotaRequest }) => paths.quotaRequest(workspace, quotaRequest) },
    {
      name: "quota request, approving",
      path: ({ workspace, quotaRequest }) => paths.quotaRequest(workspace, quotaRequest),
      act: press("Approve"),
    },
    { name: "quota request of a cluster", path: ({ workspace, quotaOfCluster }) => paths.quotaRequest(workspace, quotaOfCluster) },
    { name: "no such quota request", path: ({ workspace }) => paths.quotaRequest(workspace, 4711) },
  ],
  showback: [
    { name: "showback", path: ({ workspace }) => paths.showback(workspace) },
    { name: "showback of jobs", path: ({ workspace }) => `${paths.showback(workspace)}?by=job&resource=cpu` },
  ],
  pools: [
    { name: "pools", path: ({ workspace }) => paths.pools(workspace) },
    { name: "new pool", path: ({ workspace }) => paths.pools(workspace), act: press("New pool") },
  ],
  cluster: clusterViews,
  clusterManagement: clusterManagementViews,
  import: [
    { name: "imports with rows", path: ({ importWorkspace }) => paths.imports(importWorkspace) },
    { name: "imports, a new one", path: ({ importWorkspace }) => `${paths.imports(importWorkspace)}?new=1` },
    { name: "import", path: (shown) => paths.import(shown.importWorkspace, shown.import) },
    { name: "import, counted", path: (shown) => paths.import(shown.importWorkspace, shown.countedImport) },
    { name: "import, interrupted", path: (shown) => paths.import(shown.importWorkspace, shown.brokenImport) },
    { name: "no such import", path: ({ importWorkspace }) => paths.import(importWorkspace, "0198c2a4-0000-7000-8000-000000000000") },
  ],
  dataset: [
    { name: "dataset", path: ({ workspace, dataset }) => paths.dataset(workspace, dataset) },
    { name: "dataset without versions", path: ({ workspace, emptyDataset }) => paths.dataset(workspace, emptyDataset) },
    { name: "dataset, being edited", path: ({ workspace, dataset }) => `${paths.dataset(workspace, dataset)}?edit=1` },
    { name: "dataset, a run's input", path: ({ workspace, dataset }) => `${paths.dataset(workspace, dataset)}?new=input` },
    { name: "no such dataset", path: ({ workspace }) => paths.dataset(workspace, "nowhere") },
  ],
  datasetVersion: [
    { name: "dataset version", path: ({ workspace, dataset }) => paths.datasetVersion(workspace, dataset, 1) },
    {
      name: "dataset version, a column of numbers",
      path: ({ workspace, dataset }) => `${paths.datasetVersion(workspace, dataset, 1)}?column=income`,
    },
    {
      name: "dataset version, a column of words",
      path: ({ workspace, dataset }) => `${paths.datasetVersion(workspace, dataset, 1)}?column=employment`,
    },
    { name: "dataset version, first rows", path: ({ workspace, dataset }) => `${paths.datasetVersion(workspace, dataset, 1)}?view=rows` },
    { name: "dataset version, not readable", path: ({ workspace, dataset }) => paths.datasetVersion(workspace, dataset, 2) },
    { name: "dataset version, as logged", path: ({ workspace, dataset }) => paths.datasetVersion(workspace, dataset, 3) },
    { name: "no such dataset version", path: ({ workspace, dataset }) => paths.datasetVersion(workspace, dataset, 47) },
  ],
  intake: [{ name: "new intake", path: ({ workspace }) => paths.intake(workspace) }, intakeRefused],
  inventory: [
    { name: "inventory", path: ({ workspace }) => paths.inventory(workspace) },
    { name: "inventory as of a day", path: ({ workspace }) => `${paths.inventory(workspace)}?at=${longAgo}&view=then` },
    { name: "inventory, difference", path: ({ workspace }) => `${paths.inventory(workspace)}?at=${longAgo}&view=difference` },
  ],
  model: [
    { name: "model", path: ({ workspace, model }) => paths.model(workspace, model) },
    { name: "model without versions", path: ({ workspace, plannedModel }) => paths.model(workspace, plannedModel) },
    { name: "model history", path: ({ workspace, model }) => paths.model(workspace, model, "history") },
    { name: "change of tier", path: ({ workspace, model }) => paths.model(workspace, model), act: press("Change tier") },
    { name: "open a finding", path: ({ workspace, model }) => paths.model(workspace, model), act: press("Open finding") },
    { name: "no such model", path: ({ workspace }) => paths.model(workspace, "no-such-model") },
  ],
  version: [
    ...(["overview", "files", "card", "lineage", "history", "compare"] as const).map((tab) => ({
      name: `version, ${tab}`,
      path: ({ workspace, model }: Showcase) => paths.version(workspace, { model, version: 1 }, tab),
    })),
    {
      name: "version, editing the card",
      path: ({ workspace, model }) => `${paths.version(workspace, { model, version: 1 }, "card")}?edit=1`,
    },
    {
      name: "request a promotion",
      path: ({ workspace, model }) => paths.version(workspace, { model, version: 1 }),
      act: press("Request promotion"),
    },
    { name: "no such version", path: ({ workspace, model }) => paths.version(workspace, { model, version: 4711 }) },
  ],
  request: [
    { name: "request, blocked", path: ({ workspace, blockedRequest }) => paths.request(workspace, blockedRequest) },
    { name: "request, votes open", path: ({ workspace, votingRequest }) => paths.request(workspace, votingRequest) },
    { name: "request, decided", path: ({ workspace, decidedRequest }) => paths.request(workspace, decidedRequest) },
    { name: "request of a policy", path: ({ workspace, policyRequest }) => paths.request(workspace, policyRequest) },
    {
      name: "request, recording evidence",
      path: ({ workspace, blockedRequest }) => paths.request(workspace, blockedRequest),
      act: press("Record evidence"),
    },
    {
      name: "request, breaking glass",
      path: ({ workspace, blockedRequest }) => paths.request(workspace, blockedRequest),
      act: press("Break glass"),
    },
    { name: "no such request", path: ({ workspace }) => paths.request(workspace, 4711) },
  ],
  newPolicy: [{ name: "new policy", path: ({ workspace }) => paths.newPolicy(workspace) }],
  policy: [
    { name: "policy", path: ({ workspace }) => paths.policy(workspace, "production-medium") },
    { name: "policy with a problem", path: ({ workspace }) => paths.policy(workspace, "production-high"), act: writeWrongPolicy },
    {
      name: "policy, versions",
      path: ({ workspace }) => `${paths.policy(workspace, "production-medium")}?view=versions&with=1`,
    },
    { name: "no such policy", path: ({ workspace }) => paths.policy(workspace, "no-such-policy") },
  ],
  policyProposals: [
    { name: "policies of the organisation", path: ({ workspace }) => paths.policyProposals(workspace) },
    { name: "propose a policy", path: ({ workspace }) => `${paths.policyProposals(workspace)}?propose=1` },
  ],
  inbox: [{ name: "inbox", path: ({ workspace }) => paths.inbox(workspace) }],
  webhooks: [
    { name: "webhooks", path: ({ workspace }) => paths.webhooks(workspace) },
    { name: "new webhook", path: ({ workspace }) => `${paths.webhooks(workspace)}?new=1` },
  ],
  groups: [{ name: "groups", path: ({ workspace }) => paths.groups(workspace) }],
  people: [{ name: "people of the platform", path: ({ workspace }) => paths.people(workspace) }],
  serviceAccounts: [{ name: "service accounts", path: ({ workspace }) => paths.serviceAccounts(workspace) }],
  platformTasks: [
    { name: "tasks of the platform", path: ({ workspace }) => paths.platformTasks(workspace) },
    { name: "tasks of the platform, failed", path: ({ workspace }) => `${paths.platformTasks(workspace)}?state=failed` },
  ],
  account: [{ name: "your account", path: ({ workspace }) => paths.account(workspace) }],
};

const states: View[] = [
  { name: "quotas, cores", path: ({ workspace }) => `${paths.quotas(workspace)}?resource=cpu&range=24h` },
  { name: "request a quota change", path: ({ workspace }) => `${paths.quotas(workspace)}?request=quota` },
  { name: "another budget", path: ({ workspace }) => `${paths.quotas(workspace)}?request=budget` },
  { name: "first run", path: ({ emptyWorkspace }) => paths.home(emptyWorkspace) },
  { name: "new experiment", path: ({ workspace }) => `${paths.experiments(workspace)}?new=1` },
  { name: "no models", path: ({ emptyWorkspace }) => paths.models(emptyWorkspace) },
  { name: "empty inventory", path: ({ emptyWorkspace }) => paths.inventory(emptyWorkspace) },
  { name: "models, none found", path: ({ workspace }) => `${paths.models(workspace)}?search=none&tier=critical` },
  { name: "no requests", path: ({ emptyWorkspace }) => paths.approvals(emptyWorkspace) },
  { name: "delegate votes", path: ({ workspace }) => `${paths.approvals(workspace)}?delegate=1` },
  { name: "new environment", path: ({ workspace }) => `${paths.environments(workspace)}?new=1` },
  { name: "no experiments", path: ({ emptyWorkspace }) => `${paths.experiments(emptyWorkspace)}?search=none` },
  { name: "no jobs", path: ({ emptyWorkspace }) => paths.jobs(emptyWorkspace) },
  { name: "jobs, none found", path: ({ workspace }) => `${paths.jobs(workspace)}?name=none&state=failed` },
  ...newClusterViews,
  { name: "new secret", path: ({ workspace }) => `${paths.secrets(workspace)}?new=1` },
  { name: "new runtime", path: ({ workspace }) => `${paths.runtimes(workspace)}?new=1` },
  { name: "no secrets", path: ({ emptyWorkspace }) => paths.secrets(emptyWorkspace) },
  { name: "no datasets", path: ({ emptyWorkspace }) => paths.datasets(emptyWorkspace) },
  { name: "new dataset", path: ({ workspace }) => `${paths.datasets(workspace)}?new=1` },
  { name: "add a member", path: ({ workspace }) => `${paths.members(workspace)}?new=1` },
  { name: "new token", path: ({ workspace }) => `${paths.tokens(workspace)}?new=1` },
  { name: "no tasks", path: ({ emptyWorkspace }) => paths.tasks(emptyWorkspace) },
  { name: "command menu", path: ({ workspace }) => paths.home(workspace), act: (page) => page.keyboard.press("Control+k") },
  { name: "keys", path: ({ workspace }) => paths.home(workspace), act: (page) => page.keyboard.press("?") },
  {
    name: "user menu",
    path: ({ workspace }) => paths.home(workspace),
    act: (page) => page.getByRole("button", { name: /^Your menu/ }).click(),
  },
];

export const views: readonly View[] = [...listed, ...Object.values(details).flat(), ...states];

/** Waits until a page of a workspace shows what it has to show. */
export async function open(page: Page, view: View, showcase: Showcase): Promise<void> {
  await page.goto(view.path(showcase));
  // By its element: below an open dialog it has no role.
  await expect(page.locator("h1")).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeAttached();
  await settled(page);
  if (view.hasCharts) await expect(page.locator("canvas").first()).toBeVisible();
  await view.act?.(page);
  await settled(page);
}

export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("status", { name: "being read" })).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
  });
}
