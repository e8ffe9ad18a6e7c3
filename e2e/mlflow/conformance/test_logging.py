import math

import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag

T = 1_700_000_000_000


def test_single_calls(experiment_id: str):
    with mlflow.start_run() as active:
        mlflow.log_param("depth", 3)
        mlflow.log_metric("loss", 0.5, step=1)
        mlflow.log_metric("loss", 0.25, step=2)
        mlflow.set_tag("stage", "draft")
        mlflow.set_tag("stage", "final")
        mlflow.delete_tag("mlflow.source.name")
    data = mlflow.get_run(active.info.run_id).data
    assert (data.params, data.metrics, data.tags["stage"]) == ({"depth": "3"}, {"loss": 0.25}, "final")
    assert "mlflow.source.name" not in data.tags


def test_several_at_once(experiment_id: str):
    params = {f"p{index}": index for index in range(250)}
    metrics = {f"m{index}": index / 7 for index in range(250)}
    tags = {f"t{index}": str(index) for index in range(90)}
    with mlflow.start_run() as active:
        mlflow.log_params(params)
        mlflow.log_metrics(metrics, step=4)
        mlflow.set_tags(tags)
    data = mlflow.get_run(active.info.run_id).data
    assert data.params == {key: str(value) for key, value in params.items()}
    assert data.metrics == metrics
    assert tags.items() <= data.tags.items()


@pytest.mark.parametrize(("keys", "steps"), [(10, 100), (1000, 1)])
def test_batches_of_a_thousand(experiment_id: str, client: MlflowClient, keys: int, steps: int):
    run_id = client.create_run(experiment_id).info.run_id
    points = [Metric(f"m{key}", step / 3 + key, T + step, step) for step in range(steps) for key in range(keys)]
    client.log_batch(run_id, metrics=points)
    client.log_batch(run_id, metrics=points)
    assert client.get_run(run_id).data.metrics == {f"m{key}": (steps - 1) / 3 + key for key in range(keys)}
    for key in (0, keys - 1):
        history = client.get_metric_history(run_id, f"m{key}")
        assert [(point.step, point.value) for point in history] == [(step, step / 3 + key) for step in range(steps)]


def test_a_mixed_batch(experiment_id: str, client: MlflowClient):
    run_id = client.create_run(experiment_id).info.run_id
    client.log_batch(run_id, [Metric("loss", 1, T, 0)], [Param("depth", "3")], [RunTag("stage", "draft")])
    data = client.get_run(run_id).data
    assert (data.metrics, data.params, data.tags["stage"]) == ({"loss": 1.0}, {"depth": "3"}, "draft")


def test_asynchronous_logging(experiment_id: str, client: MlflowClient):
    with mlflow.start_run() as active:
        points = [mlflow.log_metric("loss", index / 8, step=index, synchronous=False) for index in range(60)]
        mlflow.log_params({"a": 1, "b": 2}, synchronous=False)
        mlflow.set_tag("late", "yes", synchronous=False)
        mlflow.flush_async_logging()
        for point in points:
            point.wait()
    run = client.get_run(active.info.run_id)
    history = client.get_metric_history(active.info.run_id, "loss")
    assert sorted((point.step, point.value) for point in history) == [(index, index / 8) for index in range(60)]
    assert run.data.metrics == {"loss": 59 / 8}
    assert (run.data.params, run.data.tags["late"]) == ({"a": "1", "b": "2"}, "yes")


def test_not_a_number_and_infinities(experiment_id: str, client: MlflowClient):
    run_id = client.create_run(experiment_id).info.run_id
    for key, value in (("nan", math.nan), ("high", math.inf), ("low", -math.inf)):
        client.log_metric(run_id, key, value, timestamp=T)
    metrics = client.get_run(run_id).data.metrics
    assert math.isnan(metrics["nan"])
    assert (metrics["high"], metrics["low"]) == (1.7976931348623157e308, -1.7976931348623157e308)
    assert math.isnan(client.get_metric_history(run_id, "nan")[0].value)


def test_the_latest_point_wins_by_step(experiment_id: str, client: MlflowClient):
    run_id = client.create_run(experiment_id).info.run_id
    for value, timestamp, step in ((1, T, 5), (2, T + 10, 1), (3, T - 10, 5), (4, T, 5)):
        client.log_metric(run_id, "loss", value, timestamp, step)
    assert client.get_run(run_id).data.metrics == {"loss": 4.0}


def test_odd_keys_and_values(experiment_id: str, client: MlflowClient):
    run_id = client.create_run(experiment_id).info.run_id
    client.log_metric(run_id, "train/epoch 1.loss:größe-x_y", 1)
    client.log_param(run_id, "naïve/päram", "a\nb ✓ 🌍")
    client.set_tag(run_id, "empty", "")
    data = client.get_run(run_id).data
    assert data.metrics == {"train/epoch 1.loss:größe-x_y": 1.0}
    assert data.params == {"naïve/päram": "a\nb ✓ 🌍"}
    assert data.tags["empty"] == ""


def test_a_history_of_a_hundred_thousand_points(experiment_id: str, client: MlflowClient):
    run_id = client.create_run(experiment_id).info.run_id
    expected = [(step, T + step, math.sin(step) * 1000) for step in range(100_000)]
    for start in range(0, len(expected), 1000):
        client.log_batch(run_id, [Metric("loss", value, time, step) for step, time, value in expected[start : start + 1000]])
    history = client.get_metric_history(run_id, "loss")
    assert [(point.step, point.timestamp, point.value) for point in history] == expected
