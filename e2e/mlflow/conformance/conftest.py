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


# What clients of MLflow 2 do not know, such as logged models, workspaces, prompts, webhooks and tags of experiments that are deleted;
# and what they themselves do in another way: the names of images, the errors of refused paths.
NEEDS_MLFLOW_3 = {
    "test_a_classifier",
    "test_a_grid_search",
    "test_a_logged_model_from_start_to_end",
    "test_a_model_name_that_is_not_allowed",
    "test_a_workspace_that_is_not_the_token_s",
    "test_figures_and_images",
    "test_log_model_and_load_it_back",
    "test_log_model_registers",
    "test_many_params",
    "test_model_search",
    "test_model_search_by_metric_and_dataset",
    "test_paths_out_of_the_artifact_root",
    "test_prompts",
    "test_register_a_logged_model",
    "test_rename_and_tags",
    "test_unknown_things",
    "test_webhooks",
    "test_what_one_workspace_has_the_other_does_not_see",
}
IS_MLFLOW_3 = int(mlflow.__version__.split(".")[0]) >= 3


def left_out(item) -> bool:
    """Tests of what MLflow's own server does not have run only against Plumbline; tests of MLflow 3 only with its client."""
    if os.environ.get("CONFORMANCE_AGAINST") == "mlflow" and item.get_closest_marker("plumbline"):
        return True
    return not IS_MLFLOW_3 and item.originalname in NEEDS_MLFLOW_3


def pytest_collection_modifyitems(config, items):
    foreign = [item for item in items if left_out(item)]
    config.hook.pytest_deselected(items=foreign)
    items[:] = [item for item in items if item not in foreign]
