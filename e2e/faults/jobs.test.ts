import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { eventually, type Server, startServer } from "./server.ts";
import type { Worker } from "./worker-process.ts";

interface Attempt {
  readonly outcome: string | null;
  readonly reason: string | null;
}
interface Job {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly runId: string | null;
  readonly attemptList: readonly Attempt[];
}

const jobs = 8;
const lines = 60;
/** Says a line and logs a point, again and again; a token that was taken from it, or a line that was lost, shows. */
const script = `
import json, os, time, urllib.request as r
url, run = os.environ["MLFLOW_TRACKING_URI"], os.environ["MLFLOW_RUN_ID"]
headers = {"authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"], "content-type": "application/json"}
for step in range(${lines}):
    print("line", step, flush=True)
    body = json.dumps({"run_id": run, "key": "loss", "value": 1 / (step + 1), "timestamp": step, "step": step}).encode()
    r.urlopen(r.Request(url + "/api/2.0/mlflow/runs/log-metric", body, headers)).read()
    time.sleep(0.15)
`;

let server: Server;
let started: Worker[] = [];

before(async () => {
  server = await startServer();
});
after(async () => {
  for (const worker of started) await worker.terminate();
  await server.stop();
});

async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const headers = { authorization: `Bearer ${server.token}`, ...(body ? { "content-type": "application/json" } : {}) };
  const answer = await fetch(`${server.url}/api/v1${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return JSON.parse(text) as T;
}

const submit = async (spec: object): Promise<string> => (await ask<Job>("POST", "/jobs", { spec })).id;
const find = (id: string) => ask<Job>("GET", `/jobs/${id}`);
const isOver = ({ state }: Job): boolean => ["succeeded", "failed", "cancelled"].includes(state);
const stateOf = (id: string, state: string) => eventually(`a job is ${state}`, async () => (await find(id)).state === state);

async function open(): Promise<Worker> {
  const worker = server.openWorker();
  started.push(worker);
  await worker.start();
  return worker;
}

async function end(workers: readonly Worker[]): Promise<void> {
  for (const worker of workers) await worker.terminate();
  started = started.filter((worker) => !workers.includes(worker));
}

async function logOf(id: string, attempt = 1): Promise<string[]> {
  const log = await ask<{ lines: { text: string }[] }>("GET", `/jobs/${id}/attempts/${attempt}/log?limit=5000`);
  return log.lines.map(({ text }) => text);
}

/** As many at once as the machine has cores. */
const submitAll = () =>
  Promise.all(
    Array.from({ length: jobs }, () =>
      submit({ name: "faults", command: ["python3", "-c", script], resources: { cpu: 0.25, memory: "512Mi" } }),
    ),
  );

async function allDone(ids: readonly string[]): Promise<void> {
  await eventually("all jobs are over", async () => (await Promise.all(ids.map(find))).every(isOver), 180_000);
  for (const id of ids) {
    const job = await find(id);
    assert.equal(job.state, "succeeded", `${job.reason}\n${(await logOf(id)).slice(-5).join("\n")}`);
    assert.deepEqual(
      job.attemptList.map(({ outcome }) => outcome),
      ["succeeded"],
    );
    assert.deepEqual(
      await logOf(id),
      Array.from({ length: lines }, (_, step) => `line ${step}`),
    );
    const run = await ask<{ status: string; metrics: { key: string; count: number }[] }>("GET", `/runs/${job.runId}`);
    assert.equal(run.status, "FINISHED");
    assert.equal(run.metrics.find(({ key }) => key === "loss")?.count, lines);
  }
}

describe("jobs on this machine", { timeout: 500_000 }, () => {
  test("a worker that is killed again and again loses no job, no line and no point, and does nothing twice", async () => {
    const worker = await open();
    const ids = await submitAll();
    for (const pauseMs of [150, 400, 900, 1700, 2600]) {
      await delay(pauseMs); // The moment of the death is what is tested.
      await worker.kill();
      await worker.start();
    }
    await allDone(ids);
    await end([worker]);
  });

  test("of two workers the second goes on where the first, which led, was killed", async () => {
    const workers = [await open(), await open()] as const;
    const ids = await submitAll();
    await eventually("jobs run", async () => (await Promise.all(ids.map(find))).some(({ state }) => state === "running"));
    await workers[0].kill();
    await allDone(ids);
    await end(workers);
  });

  test("an orderly stop ends the jobs that run; the next start tries them again", async () => {
    const worker = await open();
    const command = [
      "sh",
      "-c",
      'trap "echo asked; exit 1" TERM; [ $PLUMBLINE_ATTEMPT = 2 ] && exit 0; echo up; while :; do sleep 0.1; done',
    ];
    const id = await submit({ name: "stopped", command, retries: { backoffSeconds: 1 } });
    await stateOf(id, "running");
    await eventually("it says that it is up", async () => (await logOf(id)).includes("up"));
    await worker.terminate();
    await worker.start();
    await stateOf(id, "succeeded");
    const { attemptList } = await find(id);
    assert.deepEqual(
      attemptList.map(({ outcome, reason }) => [outcome, reason]),
      [
        ["infrastructure", "The product was stopped while it ran."],
        ["succeeded", attemptList[1]?.reason],
      ],
    );
    assert.deepEqual(
      (await logOf(id)).filter((line) => line !== "Terminated"),
      ["up", "asked"],
    );
    await end([worker]);
  });

  test("a job that is cancelled while no worker is there is ended by the next one", async () => {
    const worker = await open();
    const id = await submit({ name: "alone", command: ["sleep", "300"] });
    await stateOf(id, "running");
    await worker.kill();
    await ask("POST", `/jobs/${id}/cancel`);
    await worker.start();
    await stateOf(id, "cancelled");
    await end([worker]);
  });
});
