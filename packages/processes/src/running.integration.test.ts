import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestRunner, script, shell } from "./open-test-runner.ts";
import { processLimits } from "./process-spec.ts";

let at: Awaited<ReturnType<typeof openTestRunner>>;
beforeAll(async () => {
  at = await openTestRunner();
});
afterAll(() => at.close());

describe("how a program ends", () => {
  test("one that succeeds is ended with 0, and both its streams are in the log", async () => {
    const before = Date.now();
    const end = await at.run("success", shell("echo out; echo err >&2"));
    expect(end).toMatchObject({ exitCode: 0, signal: null, cause: "exited", message: "The program ended with exit code 0." });
    expect(end.startedAt.getTime()).toBeGreaterThanOrEqual(before);
    expect(end.endedAt.getTime()).toBeGreaterThanOrEqual(end.startedAt.getTime());
    const { lines, lostLines } = await at.readAll("success");
    expect(lines.map(({ number }) => number)).toEqual([1, 2]);
    expect(lines.find(({ stream }) => stream === "stdout")).toMatchObject({ text: "out", isContinued: false });
    expect(lines.find(({ stream }) => stream === "stderr")).toMatchObject({ text: "err" });
    expect(lostLines).toBe(0);
  });

  test("its exit code is kept", async () => {
    expect(await at.run("code", shell("exit 41"))).toMatchObject({ exitCode: 41, signal: null, cause: "exited" });
  });

  test("so is the signal that ended it", async () => {
    expect(await at.run("signal", shell("kill -SEGV $$"))).toMatchObject({ exitCode: null, signal: "SIGSEGV", cause: "exited" });
  });

  test("a program that is not there ends with 127, one that cannot be run with 126, and the log says so", async () => {
    expect(await at.run("missing", { ...shell(""), command: ["no-such-program"] })).toMatchObject({ exitCode: 127, cause: "exited" });
    expect(await at.texts("missing")).toEqual(['There is no program "no-such-program".']);
    const file = { path: "plain.txt", content: "no program" };
    const end = await at.run("plain", { ...shell("", { files: [file] }), command: ["./plain.txt"] });
    expect(end).toMatchObject({ exitCode: 126, message: 'The program "./plain.txt" cannot be run: EACCES.' });
    const long = { ...shell(""), command: ["true", "x".repeat(200_000)] };
    expect(await at.run("long", long)).toMatchObject({ exitCode: 126, message: 'The program "true" cannot be run: E2BIG.' });
  });
});

describe("what a program finds", () => {
  test("its environment is what was given, and nothing of the starter's but PATH and LANG", async () => {
    await at.run("environment", script("console.log(JSON.stringify(process.env))", { env: { GIVEN: "yes" } }));
    const [text = ""] = await at.texts("environment");
    const env = JSON.parse(text) as Record<string, string>;
    expect(Object.keys(env).toSorted()).toEqual(["GIVEN", "HOME", "LANG", "PATH", "PLUMBLINE_PROCESS", "PLUMBLINE_STATUS_FILE", "TMPDIR"]);
    expect(env.HOME).toBe(at.work("environment"));
    expect(env.TMPDIR).toContain("plumbline");
  });

  test("its directory is its own and nobody else's, and holds the files that were asked for", async () => {
    const files = [
      { path: "src/train.sh", content: "#!/bin/sh\ncat data.bin | wc -c", isExecutable: true },
      { path: "data.bin", content: new Uint8Array([0, 255, 10, 13]) },
    ];
    await at.run("files", shell("pwd; ./src/train.sh", { files }));
    expect(await at.texts("files")).toEqual([at.work("files"), expect.stringMatching(/^\s*4$/)]);
    expect((await stat(at.work("files"))).mode & 0o777).toBe(0o700);
    expect((await stat(path.dirname(at.work("files")))).mode & 0o777).toBe(0o700);
    expect(await readFile(path.join(at.work("files"), "data.bin"))).toEqual(Buffer.from([0, 255, 10, 13]));
  });

  test("files of eight megabytes together are allowed", async () => {
    const files = [{ path: "large", content: Buffer.alloc(processLimits.maxFileBytes, 65) }];
    await at.run("large", shell("wc -c < large", { files }));
    expect((await at.texts("large")).join("").trim()).toBe(String(processLimits.maxFileBytes));
    const more = [...files, { path: "more", content: "x" }];
    await expect(at.runner.start("more", shell("true", { files: more }))).rejects.toMatchObject({ code: "invalid" });
  });

  test("when memory is short the kernel is to end it first", async () => {
    await at.run("victim", shell("cat /proc/self/oom_score_adj"));
    expect(await at.texts("victim")).toEqual(["500"]);
  });

  test("nothing can be read from standard input", async () => {
    expect(await at.run("input", shell("cat | wc -c"))).toMatchObject({ exitCode: 0 });
    expect((await at.texts("input")).join("").trim()).toBe("0");
  });
});

describe("names", () => {
  test.each(["", "..", ".", "a/b", "/etc", "A", "a.b", "-a", "a\0", "a".repeat(129), "ä"])("%j is none", async (name) => {
    const invalid = { code: "invalid" };
    await expect(at.runner.start(name, shell("true"))).rejects.toMatchObject(invalid);
    await expect(at.runner.observe(name)).rejects.toMatchObject(invalid);
    await expect(at.runner.stop(name, { graceMs: 0 })).rejects.toMatchObject(invalid);
    await expect(at.runner.remove(name)).rejects.toMatchObject(invalid);
    await expect(at.runner.readLog(name, { offset: 0, maxBytes: 1 })).rejects.toMatchObject(invalid);
  });

  test("128 characters are one", async () => {
    expect(await at.run("a".repeat(128), shell("true"))).toMatchObject({ exitCode: 0 });
  });

  test("what was never started is absent, has no log, and can be stopped and removed", async () => {
    expect(await at.runner.observe("never")).toEqual({ state: "absent" });
    expect(await at.runner.readLog("never", { offset: 0, maxBytes: 1 })).toEqual({ lines: [], nextOffset: 0, lostLines: 0 });
    await at.runner.stop("never", { graceMs: 0 });
    await at.runner.remove("never");
  });

  test("starting what has ended leaves it alone; removed, its name is free again", async () => {
    await at.run("again", shell("echo first; exit 7"));
    await at.runner.start("again", shell("echo second"));
    expect(await at.runner.observe("again")).toMatchObject({ exitCode: 7 });
    expect(await at.texts("again")).toEqual(["first"]);
    expect(await at.runner.list()).toContain("again");
    await at.runner.remove("again");
    expect(await at.runner.list()).not.toContain("again");
    expect(await at.runner.observe("again")).toEqual({ state: "absent" });
    expect(await at.run("again", shell("echo second"))).toMatchObject({ exitCode: 0 });
    expect(await at.texts("again")).toEqual(["second"]);
  });

  test("what runs cannot be removed", async () => {
    await at.runner.start("busy", shell("sleep 60"));
    await expect(at.runner.remove("busy")).rejects.toMatchObject({ code: "running" });
    expect(await at.runner.observe("busy")).toMatchObject({ state: "running" });
  });
});
