import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { end, isAlive, launch, listProcesses, type Process, thisProcess, until } from "../../deploy/kubernetes/cluster/processes.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "plumbline-processes-"));
  mkdirSync(path.join(dir, "logs"));
});
afterEach(async () => {
  for (const each of listProcesses(dir)) await end(each);
  rmSync(dir, { recursive: true });
});

const sleeper = ["sleep", "1000"];

function named(name: string): Process {
  const found = listProcesses(dir).find((each) => each.name === name);
  assert.ok(found);
  return found;
}

test("a process is known by more than its number", () => {
  assert.equal(isAlive(thisProcess()), true);
  assert.equal(isAlive({ ...thisProcess(), startedAt: "1" }), false);
});

test("a process that was launched again takes the place of the one before", async () => {
  launch(dir, { name: "first", command: sleeper });
  launch(dir, { name: "second", command: sleeper });
  const before = named("first");
  await end(before);
  assert.equal(isAlive(before), false);
  launch(dir, before);
  assert.deepEqual(
    listProcesses(dir).map(({ name }) => name),
    ["first", "second"],
  );
  assert.notEqual(named("first").pid, before.pid);
});

test("who is asked to end and does is not waited for", async () => {
  launch(dir, { name: "obeys", command: sleeper, isGraceful: true });
  const began = Date.now();
  await end(named("obeys"));
  assert.equal(isAlive(named("obeys")), false);
  assert.ok(Date.now() - began < 5000);
});

test("waiting ends with the last words of a process that has ended", async () => {
  launch(dir, { name: "fails", command: ["sh", "-c", "echo no such flag >&2; exit 1"] });
  await assert.rejects(
    until(dir, "it is ready", () => false),
    /^TestClusterError: fails ended:\nno such flag/,
  );
});
