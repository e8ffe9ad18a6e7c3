"""What anybody writes: nothing in it knows of Plumbline. The last line that it prints names its runs."""

import random

import mlflow
import numpy

mlflow.set_experiment("from a script")
with mlflow.start_run() as run:
    random.seed(42)
    numpy.random.seed(7)
    mlflow.log_metric("loss", 0.5)
    with mlflow.start_run(nested=True) as child:
        mlflow.log_metric("loss", 0.6)
print(run.info.run_id, child.info.run_id)
