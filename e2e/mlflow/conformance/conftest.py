"""The stock MLflow client against a running server, named by MLFLOW_TRACKING_URI and MLFLOW_TRACKING_TOKEN."""

import itertools
import os
import time

import matplotlib
import mlflow
import pytest
from mlflow import MlflowClient

matplotlib.use("Agg")

_SALT = format(time.time_ns() // 1_000_000, "x")
_COUNTER = itertools.count(1)


def unique(name: str) -> str:
    return f"{name} {_SALT}-{next(_COUNTER)}"


@pytest.fixture
def client() -> MlflowClient:
    return MlflowClient()


@pytest.fixture
def experiment_id(request) -> str:
    """A new experiment, made active for the fluent calls of one test."""
    experiment = mlflow.set_experiment(unique(request.node.name[:100]))
    yield experiment.experiment_id
    while mlflow.active_run() is not None:
        mlflow.end_run()


@pytest.fixture(scope="module")
def module_experiment(request) -> str:
    return MlflowClient().create_experiment(unique(request.module.__name__))


def pytest_collection_modifyitems(config, items):
    """Tests of what MLflow's own server does not have run only against Plumbline."""
    if os.environ.get("CONFORMANCE_AGAINST") != "mlflow":
        return
    foreign = [item for item in items if item.get_closest_marker("plumbline")]
    config.hook.pytest_deselected(items=foreign)
    items[:] = [item for item in items if item not in foreign]
