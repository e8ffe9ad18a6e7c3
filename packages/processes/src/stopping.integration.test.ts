import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openProcessRunner } from "./open-process-runner.ts";
import { openTestRunner, shell } from "./open-test-runner.ts";
import { findIdentity } from "./process-identity.ts";

let at: Awaited<ReturnType<typeof openTestRunner>>;
beforeAll(async () => {
  at = await openTestRunner();
});
afterAll(() => at.close());

const loop = "while :; do sleep 0.05; done";
const pidIn = async (name: string, pattern: RegExp): Promise<number> => Number((await at.waitForLine(name, pattern))[1]);

test("a program that obeys has its grace to save what it did", async () => {
  await at.runner.start("obeys", shell(`trap 'sleep 0.3; echo saved; exit 0' TERM; echo ready; ${loop}`));
  await at.waitForLine("obeys", /ready/);
  await at.runner.stop("obeys", { graceMs: 30_000 });
  expect(await at.waitForEnd("obeys")).toMatchObject({
    cause: "stopped",
    exitCode: 0,
    message: "The program was asked to end, and ended with exit code 0.",
  });
  expect((await at.texts("obeys")).at(-1)).toBe("saved");
});

test("one that does not is killed after the grace", async () => {
  await at.runner.start("ignores", shell(`trap '' TERM; echo ready; ${loop}`));
  await at.waitForLine("ignores", /ready/);
  const before = performance.now();
  await at.runner.stop("ignores", { graceMs: 400 });
  expect(await at.waitForEnd("ignores")).toMatchObject({ cause: "stopped", exitCode: null, signal: "SIGKILL" });
  expect(performance.now() - before).toBeGreaterThanOrEqual(400);
});

test("asking again shortens the grace and never lengthens it", async () => {
  await at.runner.start("again", shell(`trap '' TERM; echo ready; ${loop}`));
  await at.waitForLine("again", /ready/);
  const before = performance.now();
  await at.runner.stop("again", { graceMs: 60_000 });
  await at.runner.stop("again", { graceMs: 0 });
  await at.runner.stop("again", { graceMs: 60_000 });
  expect(await at.waitForEnd("again")).toMatchObject({ cause: "stopped", signal: "SIGKILL" });
  expect(performance.now() - before).toBeLessThan(20_000);
});

test("a halted program is ended too", async () => {
  await at.runner.start("halted", shell("echo $$ is me; kill -STOP $$; sleep 60"));
  await at.waitForLine("halted", /is me/);
  await at.runner.stop("halted", { graceMs: 20_000 });
  expect(await at.waitForEnd("halted")).toMatchObject({ cause: "stopped", signal: "SIGTERM" });
});

test("its children and theirs end with it, those that left its session included", async () => {
  const child = "sh -c 'sleep 300 & echo grandchild $!; wait' & setsid sh -c 'trap \"\" TERM; echo escapee $$; sleep 300' &";
  await at.runner.start("family", shell(`${child} wait`));
  const pids = [await pidIn("family", /grandchild (\d+)/), await pidIn("family", /escapee (\d+)/)];
  for (const pid of pids) expect(findIdentity(pid)).toBeDefined();
  await at.runner.stop("family", { graceMs: 300 });
  await at.waitForEnd("family");
  for (const pid of pids) expect(findIdentity(pid)).toBeUndefined();
});

test("what a program leaves behind when it ends by itself is ended, and does not hold up its end", async () => {
  const end = await at.run(
    "leaves",
    shell("setsid sleep 300 & echo left $!; (setsid sh -c 'echo orphan $$; exec sleep 300' &); sleep 0.3; exit 5"),
  );
  expect(end).toMatchObject({ cause: "exited", exitCode: 5 });
  for (const pattern of [/left (\d+)/, /orphan (\d+)/]) expect(findIdentity(await pidIn("leaves", pattern))).toBeUndefined();
});

test("one that wiped its environment is found by its parents", async () => {
  await at.runner.start("wiped", shell("env -i setsid sh -c 'echo wiped $$; sleep 300' & wait"));
  const pid = await pidIn("wiped", /wiped (\d+)/);
  await at.runner.stop("wiped", { graceMs: 0 });
  await at.waitForEnd("wiped");
  expect(findIdentity(pid)).toBeUndefined();
});

test("stopping what has ended changes nothing", async () => {
  await at.run("over", shell("exit 3"));
  await at.runner.stop("over", { graceMs: 0 });
  expect(await at.runner.observe("over")).toMatchObject({ cause: "exited", exitCode: 3 });
});

test("all are stopped together, and all have ended when that is done", async () => {
  const own = await openTestRunner();
  try {
    await own.runner.start("one", shell(`trap 'exit 0' TERM; echo ready; ${loop}`));
    await own.runner.start("two", shell(`trap '' TERM; echo ready; ${loop}`));
    for (const name of ["one", "two"]) await own.waitForLine(name, /ready/);
    await own.runner.stopAll({ graceMs: 500 });
    expect(await own.runner.observe("one")).toMatchObject({ state: "ended", cause: "stopped", exitCode: 0 });
    expect(await own.runner.observe("two")).toMatchObject({ state: "ended", cause: "stopped", signal: "SIGKILL" });
  } finally {
    await own.close();
  }
});

test("stopping all where nothing was ever started is done at once", async () => {
  await openProcessRunner({ directory: `${at.directory}-none` }).stopAll({ graceMs: 0 });
});

test("a supervisor that is asked to end gives its program the grace of the spec", async () => {
  await at.runner.start("shutdown", shell(`trap 'echo saved; exit 0' TERM; echo ready; ${loop}`, { graceMs: 30_000 }));
  await at.waitForLine("shutdown", /ready/);
  process.kill(await at.supervisorOf("shutdown"), "SIGTERM");
  const end = await at.waitForEnd("shutdown");
  expect(end).toMatchObject({ cause: "stopped", exitCode: 0 });
  await vi.waitFor(async () => expect(await at.texts("shutdown")).toContain("saved"));
});
