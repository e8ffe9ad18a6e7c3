"""Ends without ending its run, which MLflow does then."""

import random

import mlflow

random.seed(3)
print(mlflow.start_run().info.run_id)
random.seed(5)
