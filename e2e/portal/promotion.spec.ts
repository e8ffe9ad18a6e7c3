import { expect, type Page } from "@playwright/test";
import { type Governing, publishRules, recordRobustness, registerVersion, requestPromotion } from "./governance-showcase.ts";
import { test as base, type Person } from "./portal.ts";
import { createExperiment, createRun } from "./tracking.ts";

const phone = { width: 320, height: 640 };
const model = "limit-increase";

/** A workspace whose rules ask for a robustness test and one approver, and an engineer with a run in it. */
const test = base.extend<{ engineer: Person; governing: Governing }>({
  engineer: async ({ platform, workspace, person }, use) => {
    await publishRules({ owner: platform, workspace });
    await use(await person("engineer"));
  },
  governing: async ({ engineer, workspace }, use) => {
    const client = await engineer.tracking();
    const runId = await createRun(client, { experimentId: await createExperiment(client, "limits"), name: "boosted" });
    await use({ owner: engineer.api, workspace, client, runId });
  },
});

test("an approver is asked in the inbox, and decides on a phone", async ({ governing, workspace, person }) => {
  const approver = await person("approver");
  const version = await registerVersion(governing, model);
  await recordRobustness(governing, version);
  await requestPromotion(governing, version);

  const page = await approver.browser();
  await page.setViewportSize(phone);
  await page.goto(`/w/${workspace}/inbox`);
  await page.getByRole("link", { name: /Your vote is asked for: limit-increase 1 to production/ }).click();
  await expect(page.getByText("Your vote is the last one needed.")).toBeVisible();
  await expect(page.getByText("2 of 2 met")).toBeVisible();

  await test.step("the reason and the conflict of interest are asked for", async () => {
    const bar = page.getByRole("region", { name: "Your vote" });
    await bar.getByRole("radio", { name: "Approve" }).check();
    await bar.getByRole("textbox", { name: "Reason" }).fill("The drop is bounded, and the cap limits the rest.");
    await bar.getByRole("checkbox", { name: "I have no conflict of interest" }).check();
    await bar.getByRole("button", { name: "Approve version 1" }).click();
  });
  await expect(page.locator("h1 + *")).toHaveText("Approved");
  expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(phone.width);

  await page.goto(`/w/${workspace}/environments`);
  await expect(page.getByRole("region", { name: "Live in production" }).getByRole("row", { name: /limit-increase 1/ })).toContainText(
    "At most 10% of traffic until 10,000 labels are in",
  );
});

test("an engineer reads why a request is blocked, and settles it from there", async ({ engineer, governing, workspace, person }) => {
  await person("approver");
  const number = await requestPromotion(governing, await registerVersion(governing, model));

  const page = await engineer.browser();
  await page.goto(`/w/${workspace}/approvals/${number}`);
  await expect(page.getByText("Blocked: 1 of 2 clauses unmet")).toBeVisible();
  await expect(page.getByText("Run the perturbation suite on the version and record how far each metric drops.")).toBeVisible();

  await page.getByRole("button", { name: "Record evidence" }).click();
  const dialog = page.getByRole("dialog", { name: "Record evidence: robustness" });
  await dialog.getByRole("textbox", { name: "Values" }).fill("auc_drop = 0.03");
  await dialog.getByRole("button", { name: "Record evidence" }).click();
  await expect(page.getByText("auc drop 0.03")).toBeVisible();
  await expect(page.getByText("Blocked: 1 of 2 clauses unmet")).toBeVisible();

  await test.step("better evidence opens the votes, for others", async () => {
    await recordRobustness(governing, { model, version: 1 });
    await expect(page.getByText("Votes open: 0 of 1")).toBeVisible();
    await expect(page.getByText(/^You may not vote: .*opened this request/)).toBeVisible();
  });
});

test("a policy shows a problem under its line, and is asked to be published once it is sound", async ({ workspace, engineer, person }) => {
  expect(engineer.account.email).toContain("engineer");
  const page = await (await person("admin")).browser();
  await page.goto(`/w/${workspace}/policies/production-low`);
  const text = page.getByRole("textbox", { name: "Text of the policy" });
  await text.press("Control+End");
  await text.pressSequentially("expiry: soon");

  const problem = page.getByRole("status").filter({ hasText: "'expiry' takes a whole number of hours, days or weeks" });
  await expect(problem).toBeVisible();
  expect(await distanceBelowCaret(page, problem)).toBeLessThan(24);
  await expect(page.getByRole("button", { name: "Ask to publish" })).toHaveAttribute("aria-disabled", "true");

  await test.step("what may stand there is offered by key", async () => {
    for (const _letter of "soon") await text.press("Backspace");
    await text.press("Control+Space");
    await page.getByRole("listbox", { name: "What may come here" }).getByRole("option").first().click();
    await expect(text).toHaveValue(/\nexpiry: \d+[hdw]$/);
    await expect(page.getByText("Valid", { exact: true })).toBeVisible();
  });

  await page.getByRole("button", { name: "Ask to publish" }).click();
  const dialog = page.getByRole("dialog", { name: "Ask to publish production-low" });
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Requests are not left lying.");
  await dialog.getByRole("button", { name: "Ask to publish" }).click();
  await expect(page.getByRole("heading", { name: "Publish policy production-low" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Text of the policy, changed" })).toContainText(/added: expiry: \d+[hdw]/);
});

/** How far something stands below the line that the caret is in: lines are 19 pixels high. */
async function distanceBelowCaret(page: Page, element: ReturnType<Page["getByRole"]>): Promise<number> {
  const field = await page.getByRole("textbox", { name: "Text of the policy" }).evaluate((area) => {
    const { value, selectionStart } = area as HTMLTextAreaElement;
    return area.getBoundingClientRect().top + value.slice(0, selectionStart).split("\n").length * 19;
  });
  return Math.abs(((await element.boundingBox())?.y ?? 0) - field);
}
