import { expect, type Page } from "@playwright/test";
import { loanTable } from "./dataset-showcase.ts";
import { test } from "./portal.ts";

/** The worker reads a file when its turn comes. */
const profileMs = 60_000;

const file = { name: "loans.csv", mimeType: "text/csv", buffer: Buffer.from(loanTable(300)) };

async function drop(page: Page, dropped: typeof file): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, text }) => {
      const data = new DataTransfer();
      data.items.add(new File([text], name));
      return data;
    },
    { name: dropped.name, text: dropped.buffer.toString() },
  );
  const zone = page.getByRole("region", { name: "Upload", exact: true });
  await expect(zone).toHaveAttribute("aria-busy", "false");
  await zone.dispatchEvent("dragover", { dataTransfer: transfer });
  await zone.dispatchEvent("drop", { dataTransfer: transfer });
}

test("from a file to its profile, by hand, and on to a run that used it", async ({ person, workspace }) => {
  test.slow();
  const contributor = await person("contributor");
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/datasets`);
  await test.step("a file begins a dataset", async () => {
    await page.getByLabel("File to upload").setInputFiles(file);
    const dialog = page.getByRole("dialog", { name: "New dataset" });
    await expect(dialog.getByLabel("Name")).toHaveValue("loans");
    await dialog.getByLabel("Purpose").fill("Deciding about loans");
    await dialog.getByLabel("Purpose").press("Control+Enter");
    await expect(page.getByRole("heading", { level: 1, name: "loans" })).toBeVisible();
    await expect(page.getByText("Stored as")).toBeVisible();
    await expect(page.getByText("Deciding about loans")).toBeVisible();
  });

  await test.step("its page shows the profile by itself", async () => {
    await page.getByRole("grid", { name: "Versions of loans" }).getByRole("link", { name: "Version 1" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "loans, version 1" })).toBeVisible();
    const columns = page.getByRole("grid", { name: "Columns of the version" });
    await expect(columns).toBeVisible({ timeout: profileMs });
    await expect(columns.getByRole("row").filter({ hasText: "debt_ratio" })).toContainText("11 %");
    await expect(page.getByText("Verified digest").first()).toBeVisible();
    await columns.getByRole("button", { name: "employment" }).click();
    await expect(page.getByRole("region", { name: "Column employment" })).toContainText("self-employed");
    await expect(page).toHaveURL(/column=employment/);
    await page.getByText("First rows").click();
    await expect(page.getByRole("region", { name: "First rows" }).getByRole("row")).toHaveCount(101);
  });

  await test.step("the download has the same bytes", async () => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download" }).click()]);
    expect(download.suggestedFilename()).toBe("loans.csv");
    const stream = await download.createReadStream();
    expect(Buffer.concat(await stream.toArray()).equals(file.buffer)).toBe(true);
  });

  await test.step("the same file again is the same version, another one the next", async () => {
    await page.goto(`/w/${workspace}/datasets/loans`);
    await drop(page, { ...file, name: "again.csv" });
    await expect(page.getByText("The same bytes as")).toBeVisible();
    await drop(page, { ...file, name: "more.csv", buffer: Buffer.from(loanTable(301)) });
    await expect(page.getByRole("grid", { name: "Versions of loans" }).getByRole("link", { name: "Version 2" })).toBeVisible();
  });

  await test.step("a run that logs the version's digest is listed with it", async () => {
    const headers = { "x-plumbline-workspace": workspace };
    const { lineage } = (await (await contributor.api.get("/api/v1/datasets/loans/versions/1", { headers })).json()) as {
      lineage: { name: string; digest: string };
    };
    const client = await contributor.tracking();
    const { run } = await client.post<{ run: { info: { run_id: string } } }>("runs/create", { experiment_id: "0", run_name: "calm-otter" });
    const dataset = { ...lineage, source_type: "http", source: "{}" };
    await client.post("runs/log-inputs", { run_id: run.info.run_id, datasets: [{ dataset }] });
    await page.goto(`/w/${workspace}/datasets/loans/1`);
    await expect(page.getByRole("link", { name: "calm-otter" })).toBeVisible();
  });
});

test("a file chosen before the page listens is not lost", async ({ person, workspace }) => {
  const page = await (await person("contributor")).browser();
  const held = Promise.withResolvers<void>();
  await page.route(/\.js$/, async (route) => {
    await held.promise;
    await route.continue();
  });
  const zone = page.getByRole("region", { name: "Upload", exact: true });
  // A server that is slow to read leaves the list to the browser, which has no script yet.
  await expect(async () => {
    await page.goto(`/w/${workspace}/datasets`, { waitUntil: "commit" });
    await expect(zone).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await expect(zone).toHaveAttribute("aria-busy", "true");
  await page.getByLabel("File to upload").setInputFiles(file);
  held.resolve();
  await expect(page.getByRole("dialog", { name: "New dataset" }).getByLabel("Name")).toHaveValue("loans");
});

test("a file that is no table says what to send, and what was logged is marked as the client's", async ({ person, workspace }) => {
  const contributor = await person("contributor");
  const headers = { "x-plumbline-workspace": workspace };
  await contributor.api.post("/api/v1/datasets", { headers, data: { name: "loans" } });
  const client = await contributor.tracking();
  const { run } = await client.post<{ run: { info: { run_id: string } } }>("runs/create", { experiment_id: "0", run_name: "calm-otter" });
  const dataset = {
    name: "raw",
    digest: "a41f09c2",
    source_type: "local",
    source: "{}",
    schema: '{"mlflow_colspec":[{"type":"double","name":"amount"}]}',
  };
  await client.post("runs/log-inputs", { run_id: run.info.run_id, datasets: [{ dataset }] });
  const page = await contributor.browser();
  await page.goto(`/w/${workspace}/datasets/loans`);
  await page.getByRole("button", { name: "From a run's input" }).click();
  const dialog = page.getByRole("dialog", { name: "Version from a run's input" });
  await dialog.getByLabel("Run").fill(run.info.run_id);
  await expect(dialog.getByLabel("Input")).toContainText("raw, digest a41f09c2");
  await dialog.getByRole("button", { name: "Make a version" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "loans, version 1" })).toBeVisible();
  await expect(page.getByText("Digest as logged by the client").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Columns as logged" })).toContainText("amount");
});

test.describe("a refused file", () => {
  test.use({ expectedComplaints: [/415 .*\/api\/v1\/datasets\/loans\/versions/] });

  test("stays on the list with the reason, until it is taken off", async ({ person, workspace }) => {
    const contributor = await person("contributor");
    await contributor.api.post("/api/v1/datasets", { headers: { "x-plumbline-workspace": workspace }, data: { name: "loans" } });
    const page = await contributor.browser();
    await page.goto(`/w/${workspace}/datasets/loans`);
    await drop(page, { ...file, name: "loans.xlsx" });
    const alert = page.getByRole("alert").filter({ hasText: "neither a CSV nor a Parquet file" });
    await expect(alert).toBeVisible();
    await alert.getByRole("button", { name: "Take loans.xlsx off the list" }).click();
    await expect(alert).toHaveCount(0);
  });
});

test("a viewer reads datasets and is offered no writing", async ({ person, workspace }) => {
  const [contributor, viewer] = await Promise.all([person("contributor"), person("viewer")]);
  const headers = { "x-plumbline-workspace": workspace };
  await contributor.api.post("/api/v1/datasets", { headers, data: { name: "loans" } });
  await contributor.api.put("/api/v1/datasets/loans/versions?name=loans.csv", { headers, data: file.buffer });
  const page = await viewer.browser();
  for (const path of ["datasets", "datasets/loans", "datasets/loans/1"]) {
    await page.goto(`/w/${workspace}/${path}`);
    await expect(page.getByText("Verified digest").first()).toBeVisible();
    const main = page.getByRole("main");
    await expect(main.getByRole("button", { name: /^(new dataset|edit|choose a file|from a run|more for|read it again)/i })).toHaveCount(0);
  }
  expect((await viewer.api.delete("/api/v1/datasets/loans?deleteVersions=true", { headers })).status()).toBe(403);
});
