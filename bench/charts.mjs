// How long the page is busy with 200 runs x 10 charts of curves, and with the comparison of those runs: the longest tasks of its
// main thread, in CPU milliseconds, as JSON.
//   node bench/charts.mjs --url http://127.0.0.1:3000 --email admin@localhost --password PASSWORD [--workspace default]
// The product runs already; an experiment is made in it. CHROMIUM names the browser.
import { openPage, readOptions } from "./browser.mjs";

const values = readOptions();
const runs = 200;
const charts = 10;
const steps = 300;
const batch = 900;

const { api, page, longest, close } = await openPage(values, { width: 1440, height: 1800 });
const experimentId = await seed();
const board = Array.from(
  { length: charts },
  (_, at) => `panel=${encodeURIComponent(JSON.stringify({ kind: "line", id: String(at), metrics: [`metric_${at}`] }))}`,
);

const open = await longest(async () => {
  await page.goto(`/w/${values.workspace}/experiments/${experimentId}?view=charts&draw=${runs}&${board.join("&")}`);
  await page
    .locator("canvas[data-drawn]")
    .nth(charts - 1)
    .waitFor();
});
const box = await page.getByRole("region", { name: "metric_0", exact: true }).boundingBox();
const point = await longest(async () => {
  for (let at = 0; at < 40; at += 1) await page.mouse.move(box.x + 60 + at * 6, box.y + 100 + (at % 7) * 8);
});
const zoom = await longest(async () => {
  const closer = page.waitForResponse(/metrics\/drawings/);
  await page.mouse.move(box.x + 120, box.y + 120);
  await page.mouse.down();
  await page.mouse.move(box.x + 220, box.y + 130, { steps: 5 });
  await page.mouse.up();
  await closer;
  await page
    .getByText(/^all [\d,]+ points$/)
    .nth(charts - 1)
    .waitFor();
});
const compare = await comparison();
process.stdout.write(
  `${JSON.stringify({ runs, charts, points: runs * charts * steps, longestTaskCpuMs: { open, point, zoom, compare } }, null, 2)}\n`,
);
await close();

/** The same runs beside each other: opened, brushed on an axis, scrolled through. */
async function comparison() {
  const table = page.getByRole("grid", { name: "What differs" });
  const axis = page.getByRole("slider", { name: /^Brush metric_/ });
  const opened = await longest(async () => {
    await page.goto(`/w/${values.workspace}/compare?experiment=${experimentId}`);
    await page.locator("canvas[data-drawn]").nth(1).waitFor();
  });
  await axis.scrollIntoViewIfNeeded();
  const place = await axis.boundingBox();
  const brush = await longest(async () => {
    await page.mouse.move(place.x + place.width / 2, place.y + 4);
    await page.mouse.down();
    await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2, { steps: 10 });
    await page.mouse.up();
    await page.getByText(/^The brush keeps \d+ of 200 runs/).waitFor();
  });
  await page.getByRole("button", { name: "Show all" }).click();
  await table.hover();
  const scroll = await longest(async () => {
    for (let at = 0; at < 40; at += 1) await page.mouse.wheel(0, 150);
    await table.getByText("run-0", { exact: true }).waitFor();
  });
  return { open: opened, brush, scroll };
}

async function seed() {
  const { secret } = await (await api.post("/api/v1/tokens", { data: { name: `charts ${Date.now()}` } })).json();
  const call = async (path, data) => {
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await api.post(`/api/2.0/mlflow/${path}`, { data, headers });
    if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  };
  const { experiment_id } = await call("experiments/create", { name: `charts ${Date.now()}` });
  for (let run = 0; run < runs; run += 1) {
    const start = Date.now();
    const made = await call("runs/create", { experiment_id, run_name: `run-${run}`, start_time: start });
    const params = Array.from({ length: 10 }, (_, at) => ({ key: `param_${at}`, value: String((run * (at + 3)) % (7 + at)) }));
    await call("runs/log-batch", { run_id: made.run.info.run_id, params });
    const points = Array.from({ length: charts * steps }, (_, at) => pointOf(run, at, start));
    for (let from = 0; from < points.length; from += batch) {
      await call("runs/log-batch", { run_id: made.run.info.run_id, metrics: points.slice(from, from + batch) });
    }
  }
  return experiment_id;
}

function pointOf(run, at, start) {
  const chart = at % charts;
  const step = Math.floor(at / charts);
  const value = (1 - Math.exp(-step / (40 + (run % 17)))) * (0.6 + chart / 40) + 0.02 * Math.sin(step * (1 + (run % 5)) + run);
  return { key: `metric_${chart}`, value, step, timestamp: start + step * 1000 };
}
