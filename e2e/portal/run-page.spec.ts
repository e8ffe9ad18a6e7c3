import { expect } from "@playwright/test";
import { test } from "./portal.ts";
import { scoresParquet } from "./run-files.ts";
import { createExperiment, createRun, logBatch, uploadFile } from "./tracking.ts";

test.describe("files", () => {
  // A page that was logged may say that it wants to run scripts; it may not.
  test.use({ expectedComplaints: [/^Blocked script execution in .*path=page\.html/] });
  test("are shown as what they are, and tables page by page", async ({ person, workspace }) => {
    const contributor = await person("contributor");
    const client = await contributor.tracking();
    const experimentId = await createExperiment(client, "churn");
    const runId = await createRun(client, { experimentId, name: "calm-otter" });
    const rows = ["id;score", ...Array.from({ length: 250 }, (_, at) => `${at};${at / 2}`)].join("\n");
    const html = "<script>document.title = 'ran'</script><h1>Report</h1>";
    const files = {
      "scores.parquet": scoresParquet,
      "rows.csv": rows,
      "README.md": "# What it is\n\nOne *fold* of `five`.",
      "eval.json": JSON.stringify({ columns: ["question", "score"], data: [["Which seed?", 0.5]] }),
      "page.html": html,
      "model.pkl": "x",
    };
    for (const [path, content] of Object.entries(files)) await uploadFile(client, runId, { path, content });
    const page = await contributor.browser();
    const open = async (path: string) => {
      await page.goto(`/w/${workspace}/runs/${runId}/artifacts?path=${encodeURIComponent(path)}`);
      return page.getByRole("region", { name: `Preview of ${path}` });
    };
    await expect((await open("scores.parquet")).getByRole("cell", { name: "row 4" })).toBeVisible();
    const table = await open("rows.csv");
    await expect(table.getByText("Rows 1 to 100 of 250 rows, 2 columns")).toBeVisible();
    await table.getByRole("button", { name: "Next" }).click();
    await expect(table.getByText("Rows 101 to 200 of 250 rows")).toBeVisible();
    await table.getByRole("button", { name: "Next" }).click();
    await expect(table.getByRole("cell", { name: "249", exact: true })).toBeVisible();
    await expect((await open("README.md")).getByRole("heading", { name: "What it is" })).toBeVisible();
    await expect((await open("eval.json")).getByRole("cell", { name: "Which seed?" })).toBeVisible();
    const report = await open("page.html");
    await expect(report.frameLocator("iframe").getByRole("heading", { name: "Report" })).toBeVisible();
    await expect(report.getByText("Shown without scripts")).toBeVisible();
    await expect((await open("model.pkl")).getByText("This kind of file has no preview")).toBeVisible();
  });
});

test("a note is Markdown, has its history, and is the tag that clients read", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const client = await contributor.tracking();
  const experimentId = await createExperiment(client, "churn");
  const runId = await createRun(client, { experimentId, name: "calm-otter" });
  await logBatch(client, runId, { tags: { "mlflow.note.content": "from the script" } });
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/runs/${runId}`);
  const panel = page.locator("section", { has: page.getByRole("heading", { name: "Note", exact: true }) });
  await expect(panel.getByText("from the script")).toBeVisible();
  await panel.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Note" }).fill("Held **above** 0.865");
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.locator("strong", { hasText: "above" })).toBeVisible();
  await page.getByRole("button", { name: "Save note" }).click();
  await expect(panel.locator("strong", { hasText: "above" })).toBeVisible();
  await panel.getByRole("button", { name: "History" }).click();
  const history = page.getByRole("dialog");
  await history.getByRole("button", { name: /^1, its script/ }).click();
  await history.getByRole("button", { name: "Restore this version" }).click();
  await expect(panel.getByText("from the script")).toBeVisible();
  await expect(history).toBeHidden();
});

test("people talk about a run, and whoever is named is told", async ({ person, workspace }) => {
  const [ada, ben] = [await person("contributor"), await person("approver")];
  const client = await ada.tracking();
  const experimentId = await createExperiment(client, "churn");
  const runId = await createRun(client, { experimentId, name: "calm-otter" });
  const page = await ada.browser();
  await page.goto(`/w/${workspace}/runs/${runId}`);
  const box = page.getByRole("textbox", { name: "Comment" });
  await box.pressSequentially("Look @Ada");
  await page.getByRole("option", { name: "Ada Approver" }).click();
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  const comments = page.getByRole("list", { name: "Comments" });
  await expect(comments.getByText("@Ada Approver")).toBeVisible();
  const other = await ben.browser();
  await other.goto(`/w/${workspace}/inbox`);
  await other.getByRole("link", { name: /mentioned you: calm-otter/ }).click();
  await expect(other.getByRole("list", { name: "Comments" }).getByText("Look")).toBeVisible();
  await other.getByRole("textbox", { name: "Comment" }).fill("Seen");
  await other.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(comments.getByText("Seen")).toBeVisible();
  await comments.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete comment" }).click();
  await expect(comments.getByText("Look")).toBeHidden();
});

test.describe("a report", () => {
  // Until it is shared it does not exist for others.
  test.use({ expectedComplaints: [/404.*\/api\/v1\/reports\//] });
  test("shows the runs as they are now, and whoever has its link sees it", async ({ person, workspace }) => {
    const [ada, ben] = [await person("contributor"), await person("viewer")];
    const client = await ada.tracking();
    const experimentId = await createExperiment(client, "churn");
    await createRun(client, { experimentId, name: "calm-otter" });
    const page = await ada.browser();
    await page.goto(`/w/${workspace}/experiments`);
    await page.getByRole("link", { name: "Reports" }).click();
    await page.getByRole("button", { name: "New report" }).click();
    await page.getByRole("textbox", { name: "Title" }).fill("Sweep of May");
    const text = page.getByRole("textbox", { name: "Text" });
    await text.fill(`# Held\n\n\`\`\`table\nexperiment: ${experimentId}\ncolour: red\n\`\`\``);
    await expect(page.getByRole("alert").getByText("Line 5:")).toBeVisible();
    await text.fill(`# Held\n\n\`\`\`table\nexperiment: ${experimentId}\ncolumns: metrics.auc\n\`\`\``);
    await page.getByRole("button", { name: "Save report" }).click();
    await expect(page.getByRole("link", { name: "calm-otter" })).toBeVisible();
    await createRun(client, { experimentId, name: "bold-heron" });
    await expect(page.getByRole("link", { name: "bold-heron" })).toBeVisible();
    const other = await ben.browser();
    await other.goto(page.url());
    await expect(other.getByText("There is no such report here")).toBeVisible();
    await page.getByRole("button", { name: "More for this report" }).click();
    await page.getByRole("menuitem", { name: "Share with the workspace" }).click();
    await expect(page.getByText("Shared with the workspace")).toBeVisible();
    await other.reload();
    await expect(other.getByRole("link", { name: "bold-heron" })).toBeVisible();
    await page.getByRole("button", { name: "History" }).click();
    await expect(page.getByRole("dialog").getByRole("list", { name: "Versions" }).getByRole("listitem")).toHaveCount(3);
  });
});
