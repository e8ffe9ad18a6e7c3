"""A small network on handwritten digits, trained for a minute; its curves grow while one looks on."""

import time

import mlflow
import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

SEED = 5
SECONDS = 60
BATCH = 64

mlflow.set_experiment("digit-recognition")

features, labels = load_digits(return_X_y=True)
train_x, test_x, train_y, test_y = train_test_split(features / 16.0, labels, test_size=0.25, random_state=SEED, stratify=labels)
classes = np.unique(labels)
order = np.random.default_rng(SEED)

with mlflow.start_run(run_name="network-live", log_system_metrics=False):
    mlflow.log_params({"hidden_layers": "64,32", "batch_size": BATCH, "learning_rate": 0.0005, "seed": SEED})
    model = MLPClassifier((64, 32), learning_rate_init=0.0005, random_state=SEED)
    began = time.monotonic()
    step = 0
    while time.monotonic() - began < SECONDS:
        rows = order.choice(len(train_x), BATCH, replace=False)
        model.partial_fit(train_x[rows], train_y[rows], classes=classes)
        mlflow.log_metrics(
            {
                "train_loss": log_loss(train_y[rows], model.predict_proba(train_x[rows]), labels=classes),
                "validation_loss": log_loss(test_y, model.predict_proba(test_x), labels=classes),
                "validation_accuracy": model.score(test_x, test_y),
            },
            step=step,
        )
        step += 1
        time.sleep(0.2)
