import { spawn } from "node:child_process";
import path from "node:path";
import { parseArgs } from "node:util";
import { CannotRun, cannotRun, pythonEnvironment } from "./environment.ts";
import { mlflowServer } from "./mlflow-server.ts";
import { plumbline } from "./plumbline.ts";

// --junit FILE         test cases as JUnit XML
// --against mlflow     MLflow's own server, to show that the suite asks for nothing else; what only Plumbline has is left out
// --client 2.22        the last client of MLflow 2 in place of the newest; what it does not know is left out (conformance/conftest.py)
// Whatever follows goes to pytest.
const { values, positionals } = parseArgs({
  options: { junit: { type: "string" }, against: { type: "string", default: "plumbline" }, client: { type: "string" } },
  allowPositionals: true,
});

interface Server {
  settings: Record<string, string>;
  stop: () => Promise<void>;
}

async function mlflow(): Promise<Server> {
  const { url, stop } = await mlflowServer({ workspaces: true });
  return { settings: { MLFLOW_TRACKING_URI: url, CONFORMANCE_AGAINST: "mlflow" }, stop };
}

async function ours(): Promise<Server> {
  const { url, token, otherToken, stop } = await plumbline();
  const settings = { MLFLOW_TRACKING_URI: url, MLFLOW_TRACKING_TOKEN: token };
  try {
    return { settings: { ...settings, PLUMBLINE_TOKEN_2: await otherToken() }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The client's own settings of whoever calls must not reach the suite, and a refusal must not be retried for minutes. */
function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("MLFLOW_"));
  const fixed = {
    MLFLOW_DISABLE_TELEMETRY: "true",
    MLFLOW_HTTP_REQUEST_MAX_RETRIES: "2",
    GIT_PYTHON_REFRESH: "quiet",
    PYTHONDONTWRITEBYTECODE: "1",
  };
  return { ...Object.fromEntries(inherited), ...fixed, ...settings };
}

async function main(): Promise<number> {
  const { python } = await pythonEnvironment(
    values.client === undefined ? undefined : path.join(import.meta.dirname, `requirements-${values.client}.txt`),
  );
  const server = await (values.against === "mlflow" ? mlflow() : ours());
  const report = values.junit === undefined ? [] : [`--junitxml=${path.resolve(values.junit)}`];
  const suite = spawn(python, ["-m", "pytest", ...report, ...positionals], {
    cwd: path.join(import.meta.dirname, "conformance"),
    env: environment(server.settings),
    stdio: "inherit",
  });
  const status = await new Promise<number>((resolve) => {
    suite.on("error", () => resolve(1));
    suite.on("close", (code) => resolve(code ?? 1));
  });
  await server.stop();
  return status;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  console.error(error.message);
  process.exitCode = cannotRun;
}
