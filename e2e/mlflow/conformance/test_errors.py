from contextlib import contextmanager

import pytest
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import MlflowException, RestException

import mlflow
from requests.exceptions import HTTPError

from conftest import unique

T = 1_700_000_000_000
UNKNOWN = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def run_id(client: MlflowClient, module_experiment: str) -> str:
    return client.create_run(module_experiment).info.run_id


@contextmanager
def refused(code: str, text: str):
    with pytest.raises(MlflowException, match=text) as caught:
        yield
    assert caught.value.error_code == code


def test_unknown_things(client: MlflowClient):
    with refused("RESOURCE_DOES_NOT_EXIST", "No Experiment with id=987654321 exists"):
        client.get_experiment("987654321")
    with refused("RESOURCE_DOES_NOT_EXIST", f"Run with id={UNKNOWN} not found"):
        client.get_run(UNKNOWN)
    with refused("RESOURCE_DOES_NOT_EXIST", "not found"):
        client.log_metric(UNKNOWN, "loss", 1)
    with refused("RESOURCE_DOES_NOT_EXIST", "not found"):
        client.get_logged_model(f"m-{UNKNOWN}")


def test_malformed_ids(client: MlflowClient):
    with refused("INVALID_PARAMETER_VALUE", "must be a valid integer"):
        client.get_experiment("abc")


def test_a_taken_name(client: MlflowClient):
    name = unique("taken")
    client.create_experiment(name)
    with refused("RESOURCE_ALREADY_EXISTS", "already exists"):
        client.create_experiment(name)


def test_params_do_not_change(client: MlflowClient, run_id: str):
    client.log_param(run_id, "depth", 3)
    client.log_param(run_id, "depth", 3)
    with refused("INVALID_PARAMETER_VALUE", "Changing param values is not allowed"):
        client.log_param(run_id, "depth", 4)
    with refused("INVALID_PARAMETER_VALUE", "Changing param values is not allowed"):
        client.log_batch(run_id, params=[Param("depth", "4")])
    assert client.get_run(run_id).data.params == {"depth": "3"}


@pytest.mark.parametrize("key", ["a#b", "../a", "/a", "a//b", ".", "k" * 251])
def test_refused_keys(client: MlflowClient, run_id: str, key: str):
    with refused("INVALID_PARAMETER_VALUE", "."):
        client.log_metric(run_id, key, 1)
    with refused("INVALID_PARAMETER_VALUE", "."):
        client.log_param(run_id, key, 1)
    with refused("INVALID_PARAMETER_VALUE", "."):
        client.set_tag(run_id, key, 1)
    data = client.get_run(run_id).data
    assert (data.metrics, data.params, key in data.tags) == ({}, {}, False)


def test_long_keys_and_values(client: MlflowClient, run_id: str):
    client.log_metric(run_id, "k" * 250, 1)
    client.log_param(run_id, "long", "v" * 6001)
    client.set_tag(run_id, "long", "v" * 8001)
    data = client.get_run(run_id).data
    assert data.metrics == {"k" * 250: 1.0}
    assert (len(data.params["long"]), len(data.tags["long"])) == (6000, 8000)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"metrics": [Metric(f"m{i}", i, T, 0) for i in range(1001)]}, "at most 1000 metrics"),
        ({"params": [Param(f"p{i}", "v") for i in range(101)]}, "at most 100 params. Got 101 params"),
        ({"tags": [RunTag(f"t{i}", "v") for i in range(101)]}, "at most 100 tags"),
        ({"params": [Param("p", "1"), Param("p", "2")]}, "Duplicate parameter keys have been submitted"),
    ],
)
def test_batch_limits(client: MlflowClient, run_id: str, content: dict, text: str):
    """The client splits large batches by itself, so these go to its store as they are."""
    store = client._tracking_client.store
    sent = {"metrics": [], "params": [], "tags": [], **content}
    with pytest.raises(RestException, match=text) as caught:
        store.log_batch(run_id, **sent)
    assert caught.value.error_code == "INVALID_PARAMETER_VALUE"
    assert client.get_run(run_id).data.params == {}


def test_a_deleted_run_takes_nothing(client: MlflowClient, run_id: str):
    client.delete_run(run_id)
    calls = [
        lambda: client.log_metric(run_id, "a", 1),
        lambda: client.log_param(run_id, "a", 1),
        lambda: client.set_tag(run_id, "a", 1),
        lambda: client.log_batch(run_id, [Metric("a", 1, T, 0)]),
        lambda: client.update_run(run_id, "FAILED"),
    ]
    for call in calls:
        with refused("INVALID_PARAMETER_VALUE", "must be in the 'active' state. Current state is deleted"):
            call()


def test_a_name_that_is_too_long(client: MlflowClient):
    with refused("INVALID_PARAMETER_VALUE", "exceeds the maximum length of 500 characters"):
        client.create_experiment("n" * 501)


def test_conflicting_run_names(client: MlflowClient, module_experiment: str):
    with refused("INVALID_PARAMETER_VALUE", "with different values"):
        client.create_run(module_experiment, run_name="one", tags={"mlflow.runName": "two"})


def test_a_missing_tag(client: MlflowClient, run_id: str):
    with refused("RESOURCE_DOES_NOT_EXIST", "No tag with name: nobody"):
        client.delete_tag(run_id, "nobody")


def test_a_model_name_that_is_not_allowed(client: MlflowClient, module_experiment: str):
    for sign in "/:.%\"'":
        with refused("INVALID_PARAMETER_VALUE", "Invalid model name"):
            client.create_logged_model(module_experiment, name=f"a{sign}b")


def test_paths_out_of_the_artifact_root(client: MlflowClient, run_id: str):
    with pytest.raises(MlflowException):
        mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="../../x")
    with pytest.raises(MlflowException):
        client.log_text(run_id, "x", "../../escape.txt")
    with pytest.raises(HTTPError, match="Invalid path"):
        client.list_artifacts(run_id, "../..")
