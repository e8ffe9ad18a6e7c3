"""What a job runs: a classifier trained pass by pass. MLflow's stock client finds server, experiment and run in the environment."""

import json
import os
import time

import mlflow
import numpy as np
from sklearn.datasets import make_classification
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 7
EPOCHS = 40

features, labels = make_classification(n_samples=20_000, n_features=30, n_informative=12, weights=[0.85], flip_y=0.03, random_state=SEED)
train_x, test_x, train_y, test_y = train_test_split(features, labels, test_size=0.25, random_state=SEED, stratify=labels)


def report(epoch):
    """Progress, for whoever waits: the platform shows it beside the job."""
    path = os.environ.get("PLUMBLINE_STATUS_FILE")
    if path is None:
        return
    with open(path + ".new", "w") as file:
        json.dump({"progress": epoch / EPOCHS, "message": f"Epoch {epoch} of {EPOCHS}"}, file)
    os.replace(path + ".new", path)


with mlflow.start_run():
    mlflow.log_params({"alpha": 1e-4, "epochs": EPOCHS, "seed": SEED, "rows": len(train_x)})
    model = SGDClassifier(loss="log_loss", alpha=1e-4, learning_rate="invscaling", eta0=0.02, random_state=SEED)
    order = np.random.default_rng(SEED)
    for epoch in range(1, EPOCHS + 1):
        rows = order.permutation(len(train_x))
        model.partial_fit(train_x[rows], train_y[rows], classes=[0, 1])
        train, test = model.predict_proba(train_x)[:, 1], model.predict_proba(test_x)[:, 1]
        measured = {"loss_train": log_loss(train_y, train), "loss_val": log_loss(test_y, test), "auc_val": roc_auc_score(test_y, test)}
        mlflow.log_metrics(measured, step=epoch)
        print(f"epoch {epoch} " + " ".join(f"{name} {value:.4f}" for name, value in measured.items()), flush=True)
        report(epoch)
        time.sleep(0.5)
    mlflow.sklearn.log_model(model, name="model", input_example=test_x[:3])
