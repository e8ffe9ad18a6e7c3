import { expect } from "@playwright/test";
import { test as base, type Person } from "./portal.ts";
import { call } from "./session.ts";
import { createExperiment, createRun, uploadFile } from "./tracking.ts";

/** Three people decide on models of high risk. */
const rules = `name: production-high
match: { tier: high, transition: '* -> production' }
require:
  - security_scan: { dangerous: 0 }
  - model_card: { fields: [overview, limitations] }
approvals:
  - { role: approver, min: 3 }
protected_aliases: [champion]
`;

/** A workspace with these rules, published while nobody else was there to be asked. */
const test = base.extend<{ engineer: Person }>({
  engineer: async ({ platform, workspace, person }, use) => {
    await call(platform, "POST /policies/production-high/versions", { source: rules, reason: "Three people decide.", workspace });
    await use(await person("engineer"));
  },
});

/** Logs a file to a new run and registers it. */
async function registerVersion(engineer: Person, workspace: string, model: string): Promise<void> {
  const client = await engineer.tracking();
  const runId = await createRun(client, { experimentId: await createExperiment(client, `train ${model}`), name: "first" });
  await uploadFile(client, runId, { path: "model/weights.json", content: JSON.stringify({ model }) });
  await call(engineer.api, `POST /models/${model}/versions`, { source: `runs:/${runId}/model`, runId, workspace });
}

test("a model of high risk goes from intake to production by three votes, and the record says who and when", async ({
  engineer,
  workspace,
  person,
}) => {
  const approvers = [await person("approver"), await person("approver"), await person("approver")];
  const page = await engineer.browser();

  await test.step("it begins with an intake", async () => {
    await page.goto(`/w/${workspace}/models/new`);
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("churn");
    await page.getByRole("radio", { name: /^high/i }).check();
    await page.getByRole("textbox", { name: "Why does it exist?" }).fill("To call people before they leave.");
    await page.getByRole("button", { name: "Create model" }).click();
    await expect(page.getByRole("heading", { name: "churn" })).toBeVisible();
  });

  await registerVersion(engineer, workspace, "churn");

  await test.step("its promotion is asked for, and is blocked by what is missing", async () => {
    await page.goto(`/w/${workspace}/models/churn/1`);
    await page.getByRole("button", { name: "Request promotion" }).click();
    const dialog = page.getByRole("dialog", { name: "Promote churn 1" });
    await dialog.getByRole("radio", { name: "Production" }).check();
    await dialog.getByRole("textbox", { name: "Why" }).fill("It finds twice as many.");
    await dialog.getByRole("button", { name: "Request promotion" }).click();
    await expect(page.getByRole("heading", { name: "churn 1 to production" })).toBeVisible();
    await expect(page.getByText("Blocked: 1 of 2 clauses unmet")).toBeVisible();
  });

  await test.step("the card is filled in, the platform checks it, and the votes open on the page that is open", async () => {
    const fields = { overview: "Gradient boosting over contracts.", limitations: "Knows no new customers." };
    await call(engineer.api, "PUT /models/churn/versions/1/card", { basedOn: 0, fields, workspace });
    await expect(page.getByText("Votes open: 0 of 3")).toBeVisible();
  });

  await test.step("three people vote, the last of them in a browser", async () => {
    const number = /approvals\/(\d+)/.exec(page.url())?.[1];
    for (const { api } of approvers.slice(0, 2)) {
      await call(api, `POST /requests/${number}/votes`, { choice: "approve", reason: "The card says what it cannot do.", workspace });
    }
    await expect(page.getByText("Votes open: 2 of 3")).toBeVisible();
    const desk = await (approvers[2] as Person).browser();
    await desk.goto(`/w/${workspace}/approvals/${number}`);
    await desk.getByRole("radio", { name: "Approve" }).check();
    await desk.getByRole("textbox", { name: "Reason" }).fill("Scanned, described, bounded.");
    await desk.getByRole("checkbox", { name: "I have no conflict of interest" }).check();
    await desk.getByRole("button", { name: "Approve version 1" }).click();
    await expect(desk.locator("h1 + *")).toHaveText("Approved");
    await expect(page.locator("h1 + *")).toHaveText("Approved");
  });

  await test.step("the inventory says what is live, and who approved it", async () => {
    await page.goto(`/w/${workspace}/models/inventory`);
    const row = page.getByRole("row", { name: /churn/ });
    await expect(row).toContainText("production 100 %");
    await row.click();
    await expect(page.getByText("Approved by")).toBeVisible();
    await expect(page.getByText("2 of 2 met")).toBeVisible();
  });
});

test("a model of low risk is promoted by one person alone", async ({ engineer, workspace }) => {
  await call(engineer.api, "POST /models", { name: "sorter", tier: "low", workspace });
  await registerVersion(engineer, workspace, "sorter");
  const fields = { overview: "Sorts samples.", intendedUse: "The laboratory.", contact: "data team" };
  await call(engineer.api, "PUT /models/sorter/versions/1/card", { basedOn: 0, fields, workspace });

  const page = await engineer.browser();
  await page.goto(`/w/${workspace}/models/sorter/1`);
  await expect(page.getByText("Every clause is met and no vote is needed")).toBeVisible();
  await page.getByRole("button", { name: "Request promotion" }).click();
  const dialog = page.getByRole("dialog", { name: "Promote sorter 1" });
  await dialog.getByRole("radio", { name: "Production" }).check();
  await dialog.getByRole("button", { name: "Move to production now" }).click();
  await expect(page.locator("h1 + *")).toHaveText("Approved");
});
