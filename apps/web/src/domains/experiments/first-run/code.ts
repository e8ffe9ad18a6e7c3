import type { Language } from "@plumbline/ui/format/highlight";

/** Where a person types what makes their client find this server. */
export const shells = ["Terminal", "Notebook", ".env", "Login"] as const;
export type Shell = (typeof shells)[number];

export function connectCode(shell: Shell, origin: string, secret: string): { code: string; language: Language } {
  const values = [
    ["MLFLOW_TRACKING_URI", origin],
    ["MLFLOW_TRACKING_TOKEN", secret],
  ] as const;
  if (shell === "Terminal") return { language: "shell", code: values.map(([name, value]) => `export ${name}=${value}`).join("\n") };
  if (shell === "Login") return { language: "shell", code: loginCode(origin, secret) };
  if (shell === ".env") return { language: "env", code: values.map(([name, value]) => `${name}=${value}`).join("\n") };
  return { language: "python", code: ["import os", ...values.map(([name, value]) => `os.environ["${name}"] = "${value}"`)].join("\n") };
}

/** Once for a user of a machine: every script and notebook of theirs finds the server from then on. */
function loginCode(origin: string, secret: string): string {
  const plainHost = /^http:\/\/([^:/]+|\[.+\])(:|$)/.exec(origin)?.[1];
  const trusted = plainHost && !["localhost", "127.0.0.1", "[::1]"].includes(plainHost) ? ` --trusted-host ${plainHost}` : "";
  return `pip install plumbline --index-url ${origin}/python/simple${trusted}\nPLUMBLINE_TOKEN=${secret} plumbline login ${origin}`;
}

export const frameworks = ["scikit-learn", "PyTorch", "LightGBM", "Any script"] as const;
export type Framework = (typeof frameworks)[number];

export const installCode: Record<Framework, string> = {
  "scikit-learn": "pip install mlflow scikit-learn",
  PyTorch: "pip install mlflow torch",
  LightGBM: "pip install mlflow lightgbm scikit-learn",
  "Any script": "pip install mlflow",
};

/** Whole scripts: each runs as it stands and ends in a run with params, metrics and, where there is one, a model. */
export const trainCode: Record<Framework, string> = {
  "scikit-learn": `import mlflow
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier

mlflow.set_experiment("first-steps")
mlflow.sklearn.autolog()  # params, metrics, plots and the model
X, y = load_breast_cancer(return_X_y=True)
with mlflow.start_run():
    model = RandomForestClassifier(random_state=7).fit(X[:400], y[:400])
    mlflow.log_metric("test_accuracy", model.score(X[400:], y[400:]))`,
  PyTorch: `import mlflow, torch

mlflow.set_experiment("first-steps")
torch.manual_seed(7)
x = torch.linspace(-3, 3, 512).unsqueeze(1)
y = torch.sin(x) + 0.1 * torch.randn_like(x)
model = torch.nn.Sequential(torch.nn.Linear(1, 32), torch.nn.Tanh(), torch.nn.Linear(32, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
with mlflow.start_run():
    mlflow.log_params({"lr": 0.01, "hidden": 32, "seed": 7})
    for step in range(300):
        loss = torch.nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad(); loss.backward(); optimizer.step()
        mlflow.log_metric("loss", loss.item(), step=step)`,
  LightGBM: `import lightgbm as lgb, mlflow
from sklearn.datasets import load_breast_cancer

mlflow.set_experiment("first-steps")
mlflow.lightgbm.autolog()  # params, curves and the model
X, y = load_breast_cancer(return_X_y=True)
train = lgb.Dataset(X[:400], y[:400])
valid = train.create_valid(X[400:], y[400:])
with mlflow.start_run():
    params = {"objective": "binary", "metric": "auc", "learning_rate": 0.05, "seed": 7}
    lgb.train(params, train, 300, valid_sets=[valid])`,
  "Any script": `import math, mlflow

mlflow.set_experiment("first-steps")
with mlflow.start_run():
    mlflow.log_params({"learning_rate": 0.05, "seed": 7})
    for step in range(200):
        mlflow.log_metric("loss", math.exp(-step / 60) + 0.05, step=step)
    mlflow.log_text("Anything can be kept as a file.", "notes.txt")`,
};

/** Asks the server in the client's name, past the client: what it says names the cause. */
export function checkCode(origin: string): string {
  return `curl -sS -i -H "Authorization: Bearer $MLFLOW_TRACKING_TOKEN" "${origin}/api/2.0/mlflow/experiments/search?max_results=1"`;
}
