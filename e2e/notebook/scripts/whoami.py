"""Says what MLflow knows and the environment holds, and logs a run where that is a server."""

import os

import mlflow

run_id = "-"
if mlflow.get_tracking_uri().startswith("http"):
    with mlflow.start_run() as run:
        run_id = run.info.run_id
print(run_id, mlflow.get_tracking_uri(), os.environ.get("MLFLOW_TRACKING_AUTH"))
