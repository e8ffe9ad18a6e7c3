import { fromMetricNumber, type MetricSummary } from "@plumbline/contracts/experiments/metric";
import type { Run } from "@plumbline/contracts/experiments/run";

/** Something that has to be known to repeat a run. `value` is absent where nothing captured it; `hint` says how it would be. */
export interface Condition {
  name: string;
  value: string | undefined;
  /** More of the value, whole, for a title and copies. */
  full?: string;
  hint: string;
}

/** The files that a logged model brings along: requirements.txt and python_env.yaml, as they are. */
export interface Environment {
  requirements?: string | undefined;
  pythonEnv?: string | undefined;
}

type Seen = Pick<Run, "tags" | "params" | "metrics" | "inputs">;

/** What is known of the circumstances of a run, from what its client logged; nothing is guessed. */
export function conditionsOf(run: Seen, environment: Environment): Condition[] {
  const tag = (key: string) => run.tags.find((item) => item.key === key)?.value || undefined;
  return [
    {
      name: "Code",
      ...codeOf(tag),
      hint: "Start the script inside a git checkout, with git and GitPython installed; in a notebook, log in with plumbline.",
    },
    {
      name: "Started as",
      ...sourceOf(tag),
      hint: "The client names the script or notebook by itself unless the tag mlflow.source.name is overwritten.",
    },
    { name: "Packages", ...packagesOf(environment), hint: "Log in with plumbline, log a model, or requirements.txt as an artifact." },
    { name: "Seed", value: seedOf(run, tag), hint: "Log it as a param named seed or random_state." },
    { name: "Data", ...dataOf(run), hint: "Use mlflow.log_input, or autologging, which does." },
    { name: "Hardware", ...hardwareOf(run, tag), hint: "Call mlflow.enable_system_metrics_logging(), with psutil installed." },
  ];
}

type ReadTag = (key: string) => string | undefined;

function codeOf(tag: ReadTag): Pick<Condition, "value" | "full"> {
  const commit = tag("mlflow.source.git.commit");
  if (!commit) return { value: undefined };
  const branch = tag("mlflow.source.git.branch");
  const repository = tag("mlflow.source.git.repoURL");
  const isDirty = tag("mlflow.source.git.dirty")?.toLowerCase() === "true";
  const value = [commit.slice(0, 8), branch && `on ${branch}`, isDirty && "with uncommitted changes"].filter(Boolean).join(" ");
  return { value, full: repository ? `${repository} ${commit}` : commit };
}

function sourceOf(tag: ReadTag): Pick<Condition, "value" | "full"> {
  const source = tag("mlflow.source.name");
  if (!source) return { value: undefined };
  const short = source.split(/[/\\]/).at(-1) || source;
  const cell = tag("plumbline.notebook.cell");
  const value = [tag("mlflow.source.type") === "NOTEBOOK" ? `notebook ${short}` : short, cell && `cell ${cell}`].filter(Boolean).join(", ");
  return { value, full: source };
}

const framework = /^(scikit-learn|torch|tensorflow|lightgbm|xgboost|catboost|keras|transformers|statsmodels|prophet|jax|spacy)\b/;

const mostNamed = 20;

function packagesOf({ requirements, pythonEnv }: Environment): Pick<Condition, "value" | "full"> {
  const lines = (requirements ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#") && !line.startsWith("-"));
  if (lines.length === 0) return { value: undefined };
  const version = /^python:\s*["']?([\d.]+)/m.exec(pythonEnv ?? "")?.[1];
  const python = version && `Python ${version}`;
  // Of a whole environment without a framework, no package says more than another.
  const first = lines.length > mostNamed ? undefined : (lines.find((line) => !line.startsWith("mlflow")) ?? lines[0]);
  const named = (lines.find((line) => framework.test(line)) ?? first)?.replace("==", " ");
  const count = lines.length > 1 ? `${lines.length} locked` : undefined;
  return { value: [python, named, count].filter(Boolean).join(", "), full: [python, ...lines].filter(Boolean).join("\n") };
}

const seedName = /(^|[_.])(seed|random_state|random_seed)$/i;

/** What was logged as a param, and the seeds that the client's plugin saw the generators begin with. */
function seedOf(run: Seen, tag: ReadTag): string | undefined {
  const known = run.params.filter(({ key, value }) => seedName.test(key) && value !== "" && value !== "None");
  return [...known.map(({ key, value }) => `${key} ${value}`), tag("plumbline.seed")].filter(Boolean).join(", ") || undefined;
}

function dataOf(run: Seen): Pick<Condition, "value" | "full"> {
  if (run.inputs.length === 0) return { value: undefined };
  const all = run.inputs.map(({ dataset }) => `${dataset.name} ${dataset.digest}`);
  return { value: all.length > 2 ? `${all.slice(0, 2).join(", ")}, ${all.length} in all` : all.join(", "), full: all.join("\n") };
}

const memoryKey = "system/system_memory_usage";

/** Sizes follow from a use in megabytes and the same use in percent; the client logs no other figure of the machine. */
function hardwareOf(run: Seen, tag: ReadTag): Pick<Condition, "value" | "full"> {
  const named = tag("plumbline.hardware");
  if (named) return { value: named, full: [named, tag("plumbline.os")].filter(Boolean).join("\n") };
  return { value: measuredHardware(run) };
}

function measuredHardware(run: Seen): string | undefined {
  const memory = wholeOf(run.metrics, memoryKey);
  const devices = [...new Set(run.metrics.flatMap(({ key }) => /^system\/(gpu_\d+)_/.exec(key)?.[1] ?? []))];
  const sizes = devices.map((device) => wholeOf(run.metrics, `system/${device}_memory_usage`));
  if (memory === undefined && devices.length === 0) return undefined;
  const gpu = devices.length === 0 ? "no GPU seen" : `${devices.length} × GPU${sizes[0] ? ` ${sizes[0]}` : ""}`;
  return [memory && `${memory} memory`, gpu].filter(Boolean).join(", ");
}

function wholeOf(metrics: readonly MetricSummary[], key: string): string | undefined {
  const last = (name: string) => {
    const found = metrics.find((metric) => metric.key === name);
    return found ? fromMetricNumber(found.last.value) : Number.NaN;
  };
  const megabytes = last(`${key}_megabytes`) / (last(`${key}_percentage`) / 100);
  return Number.isFinite(megabytes) ? `${Math.round(megabytes / 1000)} GB` : undefined;
}
