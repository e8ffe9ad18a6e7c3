// How the table of runs feels: when its largest content is painted, how long frames take while it is scrolled, and how long a sort and a
// filter take until their rows are there, as JSON.
//   node bench/run-table.mjs --experiment 2 --password PASSWORD [--url http://127.0.0.1:3000] [--email admin@localhost] [--workspace default]
// The product runs already; the experiment has runs of bench/tracking: metrics m0 to m9, params p0 to p9. CHROMIUM names the browser.
import { openPage, readOptions } from "./browser.mjs";

const values = readOptions({ experiment: { type: "string" } });
/** As fast as a hand turns a wheel. */
const wheel = { pixels: 240, turns: 240, everyMs: 25 };

const { page, longest, close } = await openPage(values, { width: 1440, height: 900 });
const address = `/w/${values.workspace}/experiments/${values.experiment}`;
const table = page.getByRole("grid", { name: "Runs" });

const open = { cold: await opened(), warm: await opened() };
const scroll = await scrolled();
const sort = await until(`${address}?sort=-metrics.m0`);
const filter = await until(`${address}?filter=${encodeURIComponent("metrics.m3 > 0.5 AND params.p1 = 'v7'")}&sort=-metrics.m0`);
process.stdout.write(`${JSON.stringify({ rows: await table.getAttribute("aria-rowcount"), open, scroll, sort, filter }, null, 2)}\n`);
await close();

/** Milliseconds until the first rows are there and until the largest content is painted, with the longest tasks until then. */
async function opened() {
  let firstRows = 0;
  const longestTaskCpuMs = await longest(async () => {
    firstRows = await until(address);
  });
  const largestContentfulPaint = await page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(Math.round(list.getEntries().at(-1).startTime))).observe({
          type: "largest-contentful-paint",
          buffered: true,
        });
      }),
  );
  return { firstRows, largestContentfulPaint, longestTaskCpuMs };
}

/** Milliseconds from the address to its rows. */
async function until(to) {
  const began = performance.now();
  await page.goto(to, { waitUntil: "commit" });
  await table.getByRole("row").nth(10).waitFor();
  return Math.round(performance.now() - began);
}

/** Frames while the wheel is turned all the way: more rows are fetched on the way. */
async function scrolled() {
  await table.hover();
  await page.evaluate(() => {
    const frames = [];
    const next = (now) => {
      frames.push(now);
      if (!window.framesAreEnough) requestAnimationFrame(next);
    };
    window.frames = frames;
    requestAnimationFrame(next);
  });
  const longestTaskCpuMs = await longest(async () => {
    for (let turn = 0; turn < wheel.turns; turn += 1) {
      await page.mouse.wheel(0, wheel.pixels);
      await page.waitForTimeout(wheel.everyMs);
    }
  });
  const frames = await page.evaluate(() => {
    window.framesAreEnough = true;
    return window.frames;
  });
  const taken = frames
    .slice(1)
    .map((at, index) => at - frames[index])
    .sort((one, other) => one - other);
  const at = (share) => Math.round(taken[Math.floor(share * (taken.length - 1))]);
  const seconds = (frames.at(-1) - frames[0]) / 1000;
  return {
    pixels: wheel.pixels * wheel.turns,
    framesPerSecond: Math.round(taken.length / seconds),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    longestTaskCpuMs,
  };
}
