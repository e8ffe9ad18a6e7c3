"""Logs some values, one after the other, whatever happens to the server."""

import mlflow

with mlflow.start_run() as run:
    print(run.info.run_id)
    for step in range(20):
        mlflow.log_metric("loss", step / 2, step=step)
    mlflow.log_param("depth", 3)
    mlflow.set_tag("team", "risk")
print("went on")
