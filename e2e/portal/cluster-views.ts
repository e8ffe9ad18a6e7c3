import { expect, type Page } from "@playwright/test";
import { paths } from "../../apps/web/src/shell/paths.ts";
import type { Showcase } from "./showcase.ts";
import { press, type View } from "./view.ts";

/** Waits until the worker has tried to reach it. */
async function unanswered(page: Page): Promise<void> {
  await expect(page.getByText(/^Unreachable since/)).toBeVisible();
}
/** Waits until the worker has read it. */
async function read(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: /GPUs by pool/ })).toBeVisible();
}
async function previewNamespace(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Prepare a namespace" }).click();
  await page.getByRole("textbox", { name: "Namespace" }).fill("lending-jobs");
  await page.getByRole("button", { name: "Show what would be written" }).click();
  await expect(page.getByText(/^NetworkPolicy/).first()).toBeVisible();
}
async function removeCluster(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: "Remove cluster" }).click();
}
async function giveNoKubeconfig(page: Page): Promise<void> {
  await page.getByLabel("Kubeconfig", { exact: true }).fill("hello");
  await page.getByRole("button", { name: "Read contexts" }).click();
  await expect(page.getByLabel("Kubeconfig", { exact: true })).toHaveAttribute("aria-invalid", "true");
}

const silent = ({ workspace }: Showcase): string => paths.cluster(workspace, `far-${workspace}`);
const manage = ({ workspace }: Showcase): string => paths.clusterManagement(workspace, `gpu-${workspace}`);
const mapOne = (page: Page) => page.getByRole("button", { name: "Map", exact: true }).first().click();

export const clusterViews: readonly View[] = [
  { name: "cluster", path: ({ workspace }) => paths.cluster(workspace, `gpu-${workspace}`), act: read },
  { name: "cluster, unreachable", path: silent, act: unanswered },
  { name: "cluster, every call", path: ({ workspace }) => `${paths.cluster(workspace, `far-${workspace}`)}?calls=1` },
  { name: "cluster, being removed", path: silent, act: removeCluster },
  { name: "no such cluster", path: ({ workspace }) => paths.cluster(workspace, "nowhere") },
];

export const clusterManagementViews: readonly View[] = [
  { name: "cluster, manage", path: manage },
  { name: "cluster, mapping a queue", path: manage, act: mapOne },
  { name: "cluster, changing a queue", path: manage, act: press("Change") },
  { name: "cluster, preparing a namespace", path: manage, act: previewNamespace },
  { name: "no such cluster to manage", path: ({ workspace }) => paths.clusterManagement(workspace, "nowhere") },
];

export const newClusterViews: readonly View[] = [
  { name: "new cluster", path: ({ workspace }) => `${paths.clusters(workspace)}?new=1` },
  { name: "new cluster, refused", path: ({ workspace }) => `${paths.clusters(workspace)}?new=1`, act: giveNoKubeconfig },
];
