import mlflow
import numpy as np
import pandas as pd
import pytest
from mlflow import MlflowClient
from mlflow.entities import Metric
from mlflow.exceptions import MlflowException
from sklearn.linear_model import LinearRegression

from conftest import unique

T = 1_700_000_000_000


def test_a_logged_model_from_start_to_end(experiment_id: str, client: MlflowClient):
    run_id = client.create_run(experiment_id).info.run_id
    model = client.create_logged_model(experiment_id, "oak", run_id, {"stage": "draft"}, {"depth": "3"}, "tree")
    assert str(model.status) == "PENDING"
    client.log_batch(run_id, [Metric("acc", 0.9, T, 1, model.model_id, "iris", "d1", run_id)])
    client.set_logged_model_tags(model.model_id, {"stage": "final", "gone": "soon"})
    client.delete_logged_model_tag(model.model_id, "gone")
    client.log_model_params(model.model_id, {"width": "9"})
    client.finalize_logged_model(model.model_id, mlflow.entities.LoggedModelStatus.READY)
    kept = client.get_logged_model(model.model_id)
    assert (kept.name, kept.model_type, kept.source_run_id, str(kept.status)) == ("oak", "tree", run_id, "READY")
    assert (kept.tags, kept.params) == ({"stage": "final"}, {"depth": "3", "width": "9"})
    [metric] = kept.metrics
    assert (metric.key, metric.value, metric.step, metric.dataset_name) == ("acc", 0.9, 1, "iris")
    client.delete_logged_model(model.model_id)
    with pytest.raises(MlflowException, match="not found"):
        client.get_logged_model(model.model_id)


def test_many_params(experiment_id: str, client: MlflowClient):
    params = {f"p{index}": str(index) for index in range(250)}
    model = client.create_logged_model(experiment_id, "many", params=params)
    assert client.get_logged_model(model.model_id).params == params


@pytest.fixture(scope="module")
def forest() -> str:
    client = MlflowClient()
    experiment_id = client.create_experiment(unique("forest"))
    run_id = client.create_run(experiment_id).info.run_id
    for name, depth, accuracy in (("oak", "3", 0.9), ("elm", "30", 0.4), ("ash", "7", 0.6)):
        model = client.create_logged_model(experiment_id, name, params={"depth": depth}, tags={"kind": name}, model_type="tree")
        client.log_batch(run_id, [Metric("acc", accuracy, T, 0, model.model_id, "iris", "d1", run_id)])
    return experiment_id


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("name = 'oak'", ["oak"]),
        ("name != 'oak'", ["ash", "elm"]),
        ("attributes.name LIKE '%l%'", ["elm"]),
        ("name ILIKE 'O%'", ["oak"]),
        ("name IN ('oak', 'elm')", ["elm", "oak"]),
        ("name NOT IN ('oak', 'elm')", ["ash"]),
        ("model_type = 'tree'", ["ash", "elm", "oak"]),
        ("creation_timestamp > 1000", ["ash", "elm", "oak"]),
        ("last_updated_timestamp < 1000", []),
        ("params.depth = '3'", ["oak"]),
        ("params.depth LIKE '3%'", ["elm", "oak"]),
        ("tags.kind = 'ash'", ["ash"]),
        ("tags.kind != 'ash'", ["elm", "oak"]),
        ("metrics.acc > 0.5", ["ash", "oak"]),
        ("metrics.acc >= 0.6 AND metrics.acc <= 0.7", ["ash"]),
        ("metrics.acc = 0.4", ["elm"]),
        ("metrics.acc != 0.4", ["ash", "oak"]),
        ("metrics.acc < 0.5 AND params.depth = '30'", ["elm"]),
    ],
)
def test_model_search(client: MlflowClient, forest: str, condition: str, expected: list[str]):
    found = client.search_logged_models([forest], condition, order_by=[{"field_name": "name", "ascending": True}])
    assert [model.name for model in found] == expected


def test_model_search_by_metric_and_dataset(client: MlflowClient, forest: str):
    best = [{"field_name": "metrics.acc", "ascending": False, "dataset_name": "iris", "dataset_digest": "d1"}]
    found = client.search_logged_models([forest], order_by=best, max_results=2)
    rest = client.search_logged_models([forest], order_by=best, max_results=2, page_token=found.token)
    assert ([model.name for model in found], [model.name for model in rest]) == (["oak", "ash"], ["elm"])
    on_iris = client.search_logged_models([forest], "metrics.acc > 0.5", datasets=[{"dataset_name": "iris", "dataset_digest": "d1"}])
    on_wine = client.search_logged_models([forest], "metrics.acc > 0.5", datasets=[{"dataset_name": "wine", "dataset_digest": "d1"}])
    assert (len(on_iris), len(on_wine)) == (2, 0)


def test_log_model_and_load_it_back(experiment_id: str, client: MlflowClient):
    features = np.array([[1.0], [2.0], [3.0]])
    fitted = LinearRegression().fit(features, [2.0, 4.0, 6.0])
    with mlflow.start_run() as active:
        logged = mlflow.sklearn.log_model(fitted, name="line", input_example=features, serialization_format="cloudpickle")
    assert np.allclose(mlflow.pyfunc.load_model(logged.model_uri).predict(features), [2, 4, 6])
    assert np.allclose(mlflow.sklearn.load_model(f"runs:/{active.info.run_id}/line").predict(features), [2, 4, 6])
    files = {file.path for file in client.list_logged_model_artifacts(logged.model_id)}
    assert {"MLmodel", "model.pkl", "input_example.json"} <= files


def test_datasets(experiment_id: str, client: MlflowClient):
    frame = pd.DataFrame({"x": [1, 2], "y": [3.0, 4.0]})
    data = mlflow.data.from_pandas(frame, source="https://example.org/points.csv", name="points", targets="y")
    with mlflow.start_run() as active:
        mlflow.log_input(data, context="train", tags={"split": "first"})
        mlflow.log_input(data, context="train")
    [kept] = client.get_run(active.info.run_id).inputs.dataset_inputs
    assert (kept.dataset.name, kept.dataset.digest) == ("points", data.digest)
    assert {tag.key: tag.value for tag in kept.tags}["mlflow.data.context"] == "train"
    found = client.search_runs([experiment_id], f"dataset.digest = '{data.digest}' AND dataset.context = 'train'")
    assert [run.info.run_id for run in found] == [active.info.run_id]
    source = mlflow.data.get_source(client.get_run(active.info.run_id).inputs.dataset_inputs[0])
    assert source.url == "https://example.org/points.csv"


def test_system_metrics(experiment_id: str, client: MlflowClient):
    """What the sampling thread of the client sends: one batch of `system/` keys for each sample."""
    run_id = client.create_run(experiment_id).info.run_id
    for step in range(5):
        client.log_batch(run_id, [Metric(f"system/{key}", step, T + step, step) for key in ("cpu_utilization_percentage", "disk_usage_megabytes")])
    assert len(client.get_metric_history(run_id, "system/cpu_utilization_percentage")) == 5
