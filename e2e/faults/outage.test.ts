import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { CannotRun, pythonEnvironment } from "../mlflow/environment.ts";
import { createRun, historyOf } from "./mlflow-routes.ts";
import { eventually, type Server, startServer } from "./server.ts";

const outageMs = 60_000;
/** The client's own pauses grow: the one that is under way when the outage ends may last as long as the outage did. */
const patienceMs = 150_000;
const points = 60;

const script = `
import sys, time, mlflow
client = mlflow.MlflowClient()
for step in range(${points}):
    client.log_metric(sys.argv[1], "loss", 1 / (step + 1), step=step)
    print(step, flush=True)
    time.sleep(0.1)
`;

interface Client {
  readonly logged: () => number;
  readonly ended: Promise<number | null>;
  readonly complaints: () => string;
  readonly kill: () => void;
}

/** MLflow's own client with its defaults, whatever is set for whoever runs this. */
function logWithStockClient(python: string, server: Server, runId: string): Client {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("MLFLOW_"));
  const settings = { MLFLOW_TRACKING_URI: server.url, MLFLOW_TRACKING_TOKEN: server.token, MLFLOW_DISABLE_TELEMETRY: "true" };
  const env = { ...Object.fromEntries(inherited), ...settings, GIT_PYTHON_REFRESH: "quiet", PYTHONDONTWRITEBYTECODE: "1" };
  const child = spawn(python, ["-c", script, runId], { env, stdio: ["ignore", "pipe", "pipe"] });
  let lines = 0;
  let said = "";
  child.stdout.on("data", (text: Buffer) => {
    lines += text.toString().split("\n").length - 1;
  });
  child.stderr.on("data", (text: Buffer) => {
    said = (said + text).slice(-4000);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  return { logged: () => lines, ended, complaints: () => said, kill: () => child.kill("SIGKILL") };
}

interface Outage {
  readonly begin: (server: Server) => Promise<void>;
  readonly end: (server: Server) => Promise<void>;
}

async function surviveOutage({ begin, end }: Outage): Promise<void> {
  const { python } = await pythonEnvironment();
  const server = await startServer();
  try {
    const runId = await createRun(server);
    const client = logWithStockClient(python, server, runId);
    try {
      await eventually("the client logs", () => client.logged() >= 5);
      await begin(server);
      await delay(outageMs); // The length of the outage is what is tested.
      assert.ok(client.logged() < points, "the client was done before the outage");
      await end(server);
      assert.equal(await Promise.race([client.ended, delay(patienceMs, "still trying", { ref: false })]), 0, client.complaints());
    } finally {
      client.kill();
    }
    const steps = (await historyOf(server, runId, "loss")).map(({ step }) => step);
    assert.deepEqual(
      steps.sort((left, right) => left - right),
      Array.from({ length: points }, (_, step) => step),
    );
  } finally {
    await server.stop();
  }
}

describe("the stock client, by its own retries, loses nothing", { concurrency: true }, () => {
  test("when the api is gone for a minute", (context) =>
    surviveOutage({ begin: ({ api }) => api.kill(), end: ({ api }) => api.start() }).catch(skipWithoutPython(context)));
  test("when the database is gone for a minute", (context) =>
    surviveOutage({ begin: ({ database }) => database.stop(), end: ({ database }) => database.start() }).catch(skipWithoutPython(context)));
});

function skipWithoutPython(context: { skip: (reason: string) => void }) {
  return (error: unknown) => {
    if (!(error instanceof CannotRun)) throw error;
    context.skip(error.message);
  };
}
