import json

import mlflow
import numpy as np
import pandas as pd
import pytest
from mlflow import MlflowClient
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV


@pytest.fixture(autouse=True)
def autologging():
    mlflow.sklearn.autolog(silent=True)
    yield
    mlflow.sklearn.autolog(disable=True)


@pytest.fixture(scope="module")
def iris() -> tuple[pd.DataFrame, pd.Series]:
    return load_iris(as_frame=True, return_X_y=True)


def paths(client: MlflowClient, run_id: str) -> set[str]:
    return {file.path for file in client.list_artifacts(run_id)}


def test_a_classifier(experiment_id: str, client: MlflowClient, iris):
    features, labels = iris
    with mlflow.start_run() as active:
        forest = RandomForestClassifier(n_estimators=5, max_depth=2, random_state=1).fit(features, labels)
        accuracy = forest.score(features, labels)
    run = client.get_run(active.info.run_id)
    assert run.info.status == "FINISHED"
    assert (run.data.params["n_estimators"], run.data.params["max_depth"]) == ("5", "2")
    assert run.data.tags["estimator_name"] == "RandomForestClassifier"
    assert run.data.metrics["training_score"] == pytest.approx(accuracy)
    assert {"training_accuracy_score", "training_f1_score", "training_log_loss"} <= set(run.data.metrics)
    assert {"estimator.html", "training_confusion_matrix.png"} <= paths(client, active.info.run_id)

    [training] = run.inputs.dataset_inputs
    assert {tag.key: tag.value for tag in training.tags} == {"mlflow.data.context": "train"}
    assert json.loads(training.dataset.profile) == {"num_rows": 150, "num_elements": 600}

    [output] = run.outputs.model_outputs
    model = client.get_logged_model(output.model_id)
    assert (str(model.status), model.source_run_id) == ("READY", active.info.run_id)
    assert {metric.key for metric in model.metrics} >= {"training_accuracy_score"}
    assert training.dataset.name in {metric.dataset_name for metric in model.metrics}

    loaded = mlflow.sklearn.load_model(f"models:/{output.model_id}")
    assert np.array_equal(loaded.predict(features), forest.predict(features))
    again = mlflow.pyfunc.load_model(f"runs:/{active.info.run_id}/model")
    assert np.array_equal(again.predict(features), forest.predict(features))


def test_a_grid_search(experiment_id: str, client: MlflowClient, iris):
    search = GridSearchCV(LogisticRegression(max_iter=200), {"C": [0.1, 1.0, 10.0]}, cv=2)
    with mlflow.start_run() as active:
        search.fit(*iris)
    parent = client.get_run(active.info.run_id)
    children = client.search_runs([experiment_id], f"tags.mlflow.parentRunId = '{active.info.run_id}'")
    assert len(children) == 3
    assert {child.data.params["C"] for child in children} == {"0.1", "1.0", "10.0"}
    assert {child.info.status for child in children} == {"FINISHED"}
    assert all("mean_test_score" in child.data.metrics for child in children)
    best = max(child.data.metrics["mean_test_score"] for child in children)
    assert parent.data.metrics["best_cv_score"] == pytest.approx(best)
    assert parent.data.params["best_C"] == str(search.best_params_["C"])
    assert "cv_results.csv" in paths(client, active.info.run_id)
    loaded = mlflow.sklearn.load_model(f"models:/{parent.outputs.model_outputs[0].model_id}")
    assert np.array_equal(loaded.predict(iris[0]), search.predict(iris[0]))
