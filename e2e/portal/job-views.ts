import { expect, type Page } from "@playwright/test";
import { paths } from "../../apps/web/src/shell/paths.ts";
import { press, type View } from "./view.ts";

/** The id of nothing. */
const nowhere = "00000000-0000-4000-8000-000000000000";

/** Jobs in every state that has a look of its own. */
export const jobViews: readonly View[] = [
  { name: "job, running", path: ({ workspace, runningJob }) => paths.job(workspace, runningJob) },
  { name: "job, ended", path: ({ workspace, endedJob }) => paths.job(workspace, endedJob) },
  { name: "job, failed", path: ({ workspace, failedJob }) => paths.job(workspace, failedJob) },
  { name: "job, cancelled", path: ({ workspace, cancelledJob }) => paths.job(workspace, cancelledJob) },
  { name: "job, suspended", path: ({ workspace, suspendedJob }) => paths.job(workspace, suspendedJob) },
  { name: "job, waiting", path: ({ workspace, waitingJob }) => paths.job(workspace, waitingJob) },
  { name: "job, a line of its log", path: ({ workspace, endedJob }) => `${paths.job(workspace, endedJob)}?line=5&find=val_auc` },
  { name: "job, its first attempt", path: ({ workspace, failedJob }) => `${paths.job(workspace, failedJob)}?attempt=1` },
  { name: "job, its spec", path: ({ workspace, endedJob }) => `${paths.job(workspace, endedJob)}?spec=1` },
  { name: "job, being cancelled", path: ({ workspace, runningJob }) => paths.job(workspace, runningJob), act: press("Cancel job") },
  { name: "job, being reproduced", path: ({ workspace, endedJob }) => paths.job(workspace, endedJob), act: press("Reproduce") },
  { name: "no such job", path: ({ workspace }) => paths.job(workspace, nowhere) },
];

/** Writes a value that no spec can have, and waits for what is said of it. */
async function askTooMuch(page: Page): Promise<void> {
  await page.getByLabel("CPU cores").fill("4096");
  await expect(page.getByRole("list", { name: "Problems" })).toBeVisible();
  // To the top, where the header lies over nothing that is to be pressed.
  await page.evaluate(() => window.scrollTo(0, 0));
}

export const newJobViews: readonly View[] = [
  { name: "new job", path: ({ workspace }) => paths.newJob(workspace) },
  { name: "new job, from a template", path: ({ workspace, template }) => `${paths.newJob(workspace)}?template=${template}` },
  { name: "new job, a clone as text", path: ({ workspace, endedJob }) => `${paths.newJob(workspace)}?clone=${endedJob}&view=yaml` },
  { name: "new job, of too much", path: ({ workspace }) => paths.newJob(workspace), act: askTooMuch },
  { name: "new job, adding data", path: ({ workspace }) => paths.newJob(workspace), act: press("Add data, a model or a file") },
  { name: "new job, mounting a volume", path: ({ workspace }) => paths.newJob(workspace), act: press("Mount a volume or a cache") },
  { name: "new job, kept as a template", path: ({ workspace }) => paths.newJob(workspace), act: press("Save as template") },
];
