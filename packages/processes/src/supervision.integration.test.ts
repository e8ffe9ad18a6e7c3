import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openProcessRunner } from "./open-process-runner.ts";
import { openTestRunner, shell } from "./open-test-runner.ts";
import { findIdentity } from "./process-identity.ts";

let at: Awaited<ReturnType<typeof openTestRunner>>;
beforeAll(async () => {
  at = await openTestRunner();
});
afterAll(() => at.close());

const pidIn = async (name: string, pattern: RegExp): Promise<number> => Number((await at.waitForLine(name, pattern))[1]);

test("another runner on the same directory finds what runs, and what has ended since", async () => {
  await at.runner.start("adopted", shell("echo begun; while ! test -e go; do sleep 0.05; done; echo over; exit 6"));
  const first = await at.runner.observe("adopted");
  const other = openProcessRunner({ directory: at.directory });
  expect(await other.observe("adopted")).toEqual(first);
  await other.start("adopted", shell("echo twice"));
  await writeFile(path.join(other.workDirectory("adopted"), "go"), "");
  await at.waitForEnd("adopted");
  expect(await other.observe("adopted")).toMatchObject({ state: "ended", exitCode: 6 });
  expect(await at.texts("adopted")).toEqual(["begun", "over"]);
});

test("a program outlives the process that started it", async () => {
  const starter = `
    import { openProcessRunner } from ${JSON.stringify(path.join(import.meta.dirname, "index.ts"))};
    await openProcessRunner({ directory: ${JSON.stringify(at.directory)} }).start("outlives", ${JSON.stringify(shell("echo begun; while ! test -e go; do sleep 0.05; done; echo over"))});
    process.kill(process.pid, "SIGKILL");
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", starter], { stdio: "inherit" });
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
  expect(await at.runner.observe("outlives")).toMatchObject({ state: "running" });
  await writeFile(path.join(at.work("outlives"), "go"), "");
  expect(await at.waitForEnd("outlives")).toMatchObject({ exitCode: 0 });
  expect(await at.texts("outlives")).toEqual(["begun", "over"]);
});

test("of many that start one name at once, one does", async () => {
  const runners = Array.from({ length: 6 }, () => openProcessRunner({ directory: at.directory }));
  await Promise.all(runners.map((runner, index) => runner.start("raced", shell(`echo ${index} >> count; echo ${index}; sleep 0.3`))));
  await at.waitForEnd("raced");
  expect((await at.texts("raced")).length).toBe(1);
  expect((await readFile(path.join(at.work("raced"), "count"), "utf8")).trim().length).toBe(1);
});

test("when its supervisor is killed the program is lost, and what is left of it is ended", async () => {
  await at.runner.start("lost", shell("setsid sh -c 'trap \"\" TERM HUP PIPE; echo escapee $$; sleep 300' & echo leader $$; wait"));
  const pids = [await pidIn("lost", /leader (\d+)/), await pidIn("lost", /escapee (\d+)/)];
  process.kill(await at.supervisorOf("lost"), "SIGKILL");
  const end = await at.waitForEnd("lost");
  expect(end).toMatchObject({ cause: "lost", exitCode: null, signal: null });
  for (const pid of pids) expect(findIdentity(pid)).toBeUndefined();
  expect(await openProcessRunner({ directory: at.directory }).observe("lost")).toEqual(end);
  await at.runner.stop("lost", { graceMs: 0 });
  await at.runner.start("lost", shell("echo not again"));
  expect(await at.runner.observe("lost")).toEqual(end);
});

test("a process that has the supervisor's number by now is not taken for it, and is left alone", async () => {
  const directory = path.join(at.directory, "reused");
  await mkdir(directory, { recursive: true });
  const began = findIdentity(process.pid)?.began.replace(/^\d/, "9");
  await writeFile(path.join(directory, "supervisor.json"), JSON.stringify({ pid: process.pid, began, startedAt: 1000, mark: "of nobody" }));
  await at.runner.stop("reused", { graceMs: 0 });
  expect(await at.runner.observe("reused")).toMatchObject({ state: "ended", cause: "lost", startedAt: new Date(1000) });
});

test("a starter that dies before its supervisor has the name leaves the name free", async () => {
  const prepared = at.runner.workDirectory("prepared");
  await mkdir(prepared, { recursive: true });
  await writeFile(path.join(prepared, "input"), "ready");
  expect(await at.runner.observe("prepared")).toEqual({ state: "absent" });
  expect(await at.runner.list()).toContain("prepared");
  await at.run("prepared", shell("cat input"));
  expect(await at.texts("prepared")).toEqual(["ready"]);
});

test("what was only prepared can be removed", async () => {
  await mkdir(at.runner.workDirectory("unused"), { recursive: true });
  await at.runner.remove("unused");
  expect(await at.runner.list()).not.toContain("unused");
  expect((await readdir(at.directory)).filter((name) => name.startsWith("."))).toEqual([]);
});

test("a removal that was cut short is finished by the next", async () => {
  await mkdir(path.join(at.directory, ".removed-abc", "work"), { recursive: true });
  await at.run("removed", shell("mkdir closed; chmod 0 closed"));
  await at.runner.remove("removed");
  expect((await readdir(at.directory)).filter((name) => name.startsWith("."))).toEqual([]);
});

test("no secret and no variable of the environment is on disk", async () => {
  const held = "t0p-s3cret-value";
  const files = [{ path: "plain", content: "nothing" }];
  await at.run("hidden", shell('echo "$TOKEN"; echo $TOKEN >&2', { env: { TOKEN: held }, secrets: [held], files }));
  for (const entry of await readdir(path.join(at.directory, "hidden"), { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) expect(await readFile(path.join(entry.parentPath, entry.name), "utf8")).not.toContain(held);
  }
  expect(await at.texts("hidden")).toEqual(["***", "***"]);
});

test("a directory with a long path has short temporary names, so that sockets fit, and leaves none behind", async () => {
  const deep = await openTestRunner({ under: "d".repeat(60) });
  try {
    const listen = `
      const file = process.env.TMPDIR + "/" + "n".repeat(40);
      require("node:net").createServer().listen(file, () => { console.log(process.env.TMPDIR, require("node:fs").realpathSync(file)); process.exit(0); });
    `;
    await deep.run("sockets", { ...shell(""), command: [process.execPath, "-e", listen] });
    const [text = ""] = await deep.texts("sockets");
    const [short = "", real = ""] = text.split(" ");
    expect(real.startsWith(deep.work("sockets"))).toBe(true);
    await vi.waitFor(() => expect(readFile(short)).rejects.toMatchObject({ code: "ENOENT" }));
  } finally {
    await deep.close();
  }
});

test("a supervisor whose name was removed before it had it leaves the name to whoever starts it next", async () => {
  const directory = path.join(at.directory, "late");
  await mkdir(directory, { recursive: true });
  const main = path.join(import.meta.dirname, "supervisor", "main.ts");
  const late = spawn(process.execPath, [main, at.directory, "late"], { cwd: directory, stdio: ["pipe", "pipe", "inherit"] });
  await once(late, "spawn");
  await at.runner.remove("late");
  await at.runner.start("late", shell("echo mine; sleep 1"));
  const order = {
    ...shell("echo not mine"),
    path: "/usr/local/bin:/usr/bin:/bin",
    language: "C.UTF-8",
    platformTemporary: at.directory,
    files: [],
  };
  const [answer] = await Promise.all([once(late.stdout, "data"), Promise.resolve(late.stdin.end(JSON.stringify(order)))]);
  expect(String(answer)).toBe("taken\n");
  await at.waitForEnd("late");
  expect(await at.texts("late")).toEqual(["mine"]);
});
