import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Command, CommandError, type Context, textOf, type Values } from "./command.ts";
import { sendSource, submitSpec, watchJob } from "./jobs/submit.ts";
import { dataDirectory } from "./local.ts";
import { pythonWith, runProgram } from "./python-environment.ts";
import { openClient, serverOptions, serverWithToken } from "./server.ts";

const directory = fileURLToPath(new URL("../demo", import.meta.url));

const job = "job";
/** Training scripts in the order in which they run; the job's one runs where the platform runs jobs. */
const scripts: Readonly<Record<string, string>> = {
  [job]: "a job that trains a classifier, in an environment of its own, its log and progress watched",
  classifier: "a classifier, autologged, over several hyperparameters",
  "grid-search": "a grid search with a child run for each candidate",
  evaluation: "a model judged on a named dataset, with a picture and a report",
  "live-curves": "a network that trains for a minute and draws its curves as it goes",
};

export const demo: Command = {
  words: "demo",
  summary: "Trains real models with the stock MLflow client, so that there is something true to look at.",
  options: {
    ...serverOptions,
    only: { type: "string", value: "SCRIPT", help: `one of ${Object.keys(scripts).join(", ")}` },
  },
  async run(values, context) {
    const only = textOf(values, "only");
    const chosen = Object.entries(scripts).filter(([name]) => only === undefined || name === only);
    if (chosen.length === 0)
      throw new CommandError(`--only: given ${JSON.stringify(only)}; allowed: one of ${Object.keys(scripts).join(", ")}`);
    const server = await serverWithToken(values, context, "demo");
    if (job in Object.fromEntries(chosen)) await trainThroughJob(values, context);
    const others = chosen.filter(([name]) => name !== job);
    if (others.length > 0) await runScripts(others, { server, values, context });
    context.print(`Look at ${server.url}`);
  },
};

/** Sends the code to the platform and watches it train there. */
async function trainThroughJob(values: Values, context: Context): Promise<void> {
  context.say(scripts[job] ?? "");
  const client = await openClient(values, context, "demo");
  const spec = {
    name: "churn",
    runtime: "sklearn",
    command: ["python", "churn-job.py"],
    experiment: "customer-churn",
    resources: { cpu: 1, memory: "2Gi" },
    timeLimit: "30m",
  };
  const archive = await sendSource(client, directory, context);
  const ended = await watchJob(client, await submitSpec(client, { ...spec, source: { archive } }, context), context);
  if (ended.state !== "succeeded") throw new CommandError(`the job ${ended.state}: ${ended.reason ?? "its log says why"}`);
}

interface Surroundings {
  readonly server: { readonly url: string; readonly token: string };
  readonly values: Values;
  readonly context: Context;
}

async function runScripts(chosen: readonly [string, string][], { server, values, context }: Surroundings): Promise<void> {
  const home = path.join(dataDirectory(values, context), "demo-python");
  const python = await pythonWith(path.join(directory, "requirements.txt"), home, context);
  const env = {
    ...context.env,
    MLFLOW_TRACKING_URI: server.url,
    MLFLOW_TRACKING_TOKEN: server.token,
    MPLBACKEND: "Agg",
    PYTHONWARNINGS: "ignore",
    MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT: "true",
  };
  for (const [name, summary] of chosen) {
    context.say(summary);
    await runProgram(python, [path.join(directory, `${name}.py`)], env);
  }
}
