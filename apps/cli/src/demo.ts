import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Command, CommandError, textOf } from "./command.ts";
import { dataDirectory } from "./local.ts";
import { pythonWith, runProgram } from "./python-environment.ts";
import { serverOptions, serverWithToken } from "./server.ts";

const directory = fileURLToPath(new URL("../demo", import.meta.url));

/** Training scripts in the order in which they run. */
const scripts: Readonly<Record<string, string>> = {
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
    context.print(`Look at ${server.url}`);
  },
};
