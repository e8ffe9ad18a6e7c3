import { availableParallelism } from "node:os";
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { call } from "./session.ts";
import { cancel, type Jobs, reach, submit, trainingSpec } from "./training-job.ts";

test.use({
  expectedComplaints: [
    [
      // A spec that is wrong for the moment in which it is typed, and a reason asked for while its job began.
      /400 .*\/api\/v1\/jobs\/preview/,
      /404 .*\/api\/v1\/jobs\/[\da-f-]+\/pending/,
    ],
    { scope: "test" },
  ],
});

const log = (page: Page) => page.getByRole("log");
/** What a spec can say beside the usual; this machine mounts nothing. */
const whole = `name: train-whole
command: [python3, train.py]
launcher: false
topology: rack
mounts:
  - cache: weights
    path: /cache
    size: 10Gi
retries:
  backoffSeconds: 60
checkpoint:
  path: kept
  graceSeconds: 120
`;
const long = { STEPS: "2000", PAUSE: "0.25" };

async function confirm(page: Page, title: RegExp, action: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: title });
  await dialog.getByRole("button", { name: action, exact: true }).click();
  await expect(dialog).toBeHidden();
}

test("launched from a template, followed live, searched, cancelled", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  await call(contributor.api, "PUT /job-templates/train-credit", {
    workspace,
    description: "Credit default, on one core",
    spec: trainingSpec("train-credit", { env: long }),
  });
  const page = await contributor.browser();

  await test.step("the form begins with the template, and says what submitting it would do", async () => {
    await page.goto(`/w/${workspace}/jobs`);
    await page.getByRole("link", { name: "New job" }).first().click();
    await page.getByLabel("Template").selectOption("train-credit");
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("train-credit");
    await page.getByLabel("Name", { exact: true }).fill("train-live");
    const preview = page
      .getByRole("region")
      .filter({ hasText: "If you submit it now" })
      .or(page.locator("section", { hasText: "If you submit it now" }))
      .first();
    await expect(preview.getByText("Starts now")).toBeVisible();
    await expect(preview).toContainText("this machine");
  });

  await test.step("what is typed in one view stands in the other", async () => {
    await page.getByText("YAML", { exact: true }).click();
    const text = page.getByRole("textbox", { name: "Spec of the job" });
    await expect(text).toHaveValue(/name: train-live/);
    await text.press("Control+End");
    await text.pressSequentially("tags:\nteam: risk");
    await expect(text).toHaveValue(/tags:\n {2}team: risk/);
    await page.getByText("Form", { exact: true }).click();
    await expect(page.getByText("team: risk")).toBeVisible();
    await page.getByLabel("Time limit").fill("soon");
    await expect(page.getByText(/a time such as/i).first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Submit job" })).toHaveAttribute("aria-disabled", "true");
    await page.getByLabel("Time limit").fill("20m");
    await expect(page.getByRole("button", { name: "Submit job" })).not.toHaveAttribute("aria-disabled", "true");
  });

  await test.step("Ctrl and Enter submit it; its page follows it live", async () => {
    await page.getByLabel("Time limit").press("Control+Enter");
    await expect(page.getByRole("heading", { level: 1, name: /^train-live-\d+$/ })).toBeVisible();
    await expect(page.getByText("Running", { exact: true }).first()).toBeVisible();
    await expect(log(page)).toContainText("epoch 5 of 2000");
    await expect(page.getByText("following")).toBeVisible();
    const later = /epoch (1[2-9]|[2-9]\d) of 2000/;
    await expect(log(page)).toContainText(later);
    await expect(page.getByText("Progress", { exact: true })).toBeVisible();
    await expect(page.getByText(/as the job says; no history|8 in 10 of \d+ like it/)).toBeVisible();
  });

  await test.step("a text is found by key, and the line has an address", async () => {
    await page.keyboard.press("/");
    const search = page.getByRole("searchbox", { name: "Search the log" });
    await expect(search).toBeFocused();
    await page.keyboard.type("grad norm");
    await expect(page.getByText("1 found")).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page.getByText("1 of 1")).toBeVisible();
    await expect(page).toHaveURL(/line=\d+/);
    await expect(page.getByText("following")).toBeHidden();
    await search.blur();
    await page.keyboard.press("f");
    await expect(page.getByText("following")).toBeVisible();
  });

  await test.step("cancelled, it says so, and keeps what it printed", async () => {
    await page.getByRole("button", { name: "Cancel job" }).click();
    await confirm(page, /^Cancel train-live/, "Cancel job");
    await expect(page.getByText("Cancelled", { exact: true }).first()).toBeVisible();
    await expect(log(page)).toContainText("of 2000");
    await expect(page.getByRole("button", { name: "Run again" })).toBeVisible();
  });
});

test("the form shows all that a text can say, and adds to it what it lacks", async ({ person, workspace }) => {
  const page = await (await person("contributor")).browser();
  await page.goto(`/w/${workspace}/jobs/new?view=yaml`);
  const text = page.getByRole("textbox", { name: "Spec of the job" });
  await text.fill(whole);
  await page.getByText("Form", { exact: true }).click();
  await expect(page.getByRole("checkbox", { name: /platform's launcher/ })).not.toBeChecked();
  await expect(page.getByLabel("Where weights is mounted")).toHaveValue("/cache");
  await expect(page.getByLabel("Size of weights")).toHaveValue("10Gi");
  await expect(page.getByLabel("Seconds of grace")).toHaveValue("120");
  await expect(page.getByLabel("Pause, seconds")).toHaveValue("60");
  await expect(page.getByLabel("Close together")).toHaveValue("rack");
  await expect(page.getByText(/this machine mounts nothing/i).first()).toBeVisible();
  await page.getByRole("button", { name: "Mount a volume or a cache" }).click();
  const dialog = page.getByRole("dialog", { name: "Mount into the job" });
  await dialog.getByRole("textbox", { name: "Claim" }).fill("loans");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText("YAML", { exact: true }).click();
  await expect(text).toHaveValue(/- claim: loans\n {4}path: \/data\n/);
});

test("why a job waits, and what starts it sooner", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const jobs: Jobs = { api: contributor.api, workspace };
  const all = { resources: { cpu: availableParallelism() }, checkpoint: { path: "kept", graceSeconds: 1 } };
  const holder = await submit(jobs, trainingSpec("train-first", { env: long, ...all }));
  await reach(jobs, holder, ["running"]);
  const waiting = await submit(jobs, trainingSpec("train-second", { env: long }));
  const page = await contributor.browser();

  await test.step("the list says where it stands and why", async () => {
    await page.goto(`/w/${workspace}/jobs`);
    const row = page.getByRole("grid", { name: "Jobs" }).getByRole("row").filter({ hasText: "train-second" });
    await expect(row).toContainText("Waiting");
    await expect(row).toContainText("next in line");
  });

  await test.step("its page leads with the reason, and names who holds what it needs", async () => {
    await page.goto(`/w/${workspace}/jobs/${waiting.id}`);
    const why = page.getByRole("region", { name: "Why it waits" });
    await expect(why).toContainText(/waiting for 1/i);
    await expect(why).toContainText("1 of 1");
    await expect(page.getByRole("link", { name: /train-first-\d+, yours/ })).toBeVisible();
    await expect(page.getByRole("region", { name: "Parts of the pool" })).toContainText(workspace);
  });

  await test.step("suspending the holder starts it", async () => {
    await page.getByRole("button", { name: /^Suspend it/ }).click();
    await confirm(page, /^Suspend train-first/, "Suspend it");
    await expect(page.getByText("Running", { exact: true }).first()).toBeVisible({ timeout: 40_000 });
    await page.goto(`/w/${workspace}/jobs/${holder.id}`);
    await expect(page.getByText("It holds nothing and costs nothing")).toBeVisible();
    await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  });
  for (const job of [waiting, holder]) await cancel(jobs, job);
  await Promise.all([waiting, holder].map((job) => reach(jobs, job, ["cancelled"])));
});

test("a job that failed leads with why, and is cloned", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const jobs: Jobs = { api: contributor.api, workspace };
  const job = await submit(jobs, trainingSpec("train-wide", { env: { STEPS: "4", FAIL: "1" } }));
  const { runId } = await reach(jobs, job, ["failed"]);
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/jobs/${job.id}`);
  const end = page.getByRole("region", { name: "How it ended" });
  await expect(end).toContainText(/exit code 1/);
  await expect(end).toContainText("ValueError: no column income in the table of loans");
  await page.getByRole("link", { name: "Clone" }).click();
  await expect(page.getByText(`Clone of train-wide-${job.number}`)).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("train-wide");
  await page.goto(`/w/${workspace}/runs/${runId}/logs`);
  await expect(page.getByRole("link", { name: `train-wide-${job.number}` }).first()).toBeVisible();
  await expect(log(page)).toContainText("ValueError");
});

test("a secret is written, given a new value and deleted by its name, and never comes back", async ({ person, workspace }) => {
  const engineer = await person("engineer");
  const page = await engineer.browser();
  const heard: string[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/api/v1/secrets"))
      void response.text().then(
        (text) => heard.push(text),
        () => undefined,
      );
  });
  await page.goto(`/w/${workspace}/secrets`);
  await page.getByRole("button", { name: "New secret" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New secret" });
  await dialog.getByLabel("Name").fill("hub");
  await dialog.getByLabel("Value").fill("first value");
  await dialog.getByLabel("Value").press("Control+Enter");
  const row = page.getByRole("row").filter({ hasText: "hub" });
  await expect(row).toContainText("written");
  await row.getByRole("button", { name: "More for hub" }).click();
  await page.getByRole("menuitem", { name: "Give it a new value" }).click();
  const rotate = page.getByRole("dialog", { name: "New value of hub" });
  await rotate.getByLabel("Value").fill("second value");
  await rotate.getByRole("button", { name: "Write new value" }).click();
  await expect(row).toContainText("value 2");
  await row.getByRole("button", { name: "More for hub" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const sure = page.getByRole("dialog", { name: "Delete hub" });
  await expect(sure.getByRole("button", { name: "Delete secret" })).toHaveAttribute("aria-disabled", "true");
  await sure.getByRole("textbox").fill("hub");
  await sure.getByRole("button", { name: "Delete secret" }).click();
  await expect(page.getByText("No secrets yet")).toBeVisible();
  expect(heard.join()).not.toMatch(/(first|second) value/);
});

test("a viewer reads jobs and is offered no acts", async ({ person, workspace }) => {
  const [contributor, viewer] = await Promise.all([person("contributor"), person("viewer")]);
  const jobs: Jobs = { api: contributor.api, workspace };
  const job = await submit(jobs, trainingSpec("train-short"));
  await reach(jobs, job, ["succeeded"]);
  const page = await viewer.browser();
  await page.goto(`/w/${workspace}/jobs`);
  await expect(page.getByRole("link", { name: `train-short-${job.number}` })).toBeVisible();
  const acts = page.getByRole("main").getByRole("button", { name: /^(new job|run again|reproduce|suspend|resume|cancel)/i });
  await expect(acts).toHaveCount(0);
  await page.goto(`/w/${workspace}/jobs/${job.id}`);
  await expect(log(page)).toContainText("epoch 20 of 20");
  await expect(acts).toHaveCount(0);
  await page.goto(`/w/${workspace}/jobs/new`);
  await expect(page.getByText("Your role submits no jobs")).toBeVisible();
});
