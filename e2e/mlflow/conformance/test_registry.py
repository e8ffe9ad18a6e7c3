import os
import time

import mlflow
import numpy as np
import pytest
import requests
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from sklearn.linear_model import LinearRegression

from conftest import IS_MLFLOW_3, unique

FEATURES = np.array([[1.0], [2.0], [3.0]])


def fitted(slope: float = 2.0) -> LinearRegression:
    return LinearRegression().fit(FEATURES, slope * FEATURES[:, 0])


def log(name: str | None = None, slope: float = 2.0):
    with mlflow.start_run():
        named = {"name": "line"} if IS_MLFLOW_3 else {"artifact_path": "line"}
        return mlflow.sklearn.log_model(
            fitted(slope), **named, registered_model_name=name, serialization_format="cloudpickle", pip_requirements=["scikit-learn"]
        )


def predicted(uri: str) -> float:
    return float(mlflow.pyfunc.load_model(uri).predict(np.array([[1.0]]))[0])


@pytest.fixture(scope="module")
def line() -> str:
    """A model with two versions that tell 2 and 5 from 1."""
    mlflow.set_experiment(unique("registry"))
    name = unique("line")
    log(name, 2.0)
    log(name, 5.0)
    return name


def test_log_model_registers(experiment_id: str, client: MlflowClient):
    name = unique("logged")
    logged = log(name)
    again = log(name)
    versions = client.search_model_versions(f"name = '{name}'")
    assert [(one.version, one.current_stage, one.status) for one in versions] == [("2", "None", "READY"), ("1", "None", "READY")]
    assert versions[1].source == f"models:/{logged.model_id}"
    assert versions[0].run_id == again.run_id
    tag = client.get_logged_model(logged.model_id).tags["mlflow.modelVersions"]
    assert tag.startswith(f'[{{"name": "{name}", "version": 1}}')


def test_load_by_number_alias_stage_and_latest(client: MlflowClient, line: str):
    client.set_registered_model_alias(line, "challenger", 1)
    client.transition_model_version_stage(line, 1, "staging")
    assert predicted(f"models:/{line}/2") == pytest.approx(5)
    assert predicted(f"models:/{line}@challenger") == pytest.approx(2)
    assert predicted(f"models:/{line}/Staging") == pytest.approx(2)
    assert predicted(f"models:/{line}/latest") == pytest.approx(5)
    client.delete_registered_model_alias(line, "challenger")
    with pytest.raises(MlflowException, match="alias challenger not found"):
        client.get_model_version_by_alias(line, "challenger")


def test_download_artifacts(client: MlflowClient, line: str, tmp_path):
    local = mlflow.artifacts.download_artifacts(f"models:/{line}/1", dst_path=str(tmp_path))
    assert {"MLmodel", "model.pkl"} <= set(os.listdir(local))
    uri = client.get_model_version_download_uri(line, "1")
    assert uri.startswith("mlflow-artifacts:/")


def test_register_a_model_of_a_run(experiment_id: str, client: MlflowClient):
    name = unique("of a run")
    logged = log()
    version = mlflow.register_model(f"runs:/{logged.run_id}/line", name, tags={"data": "small"})
    assert (version.version, version.run_id, version.tags) == ("1", logged.run_id, {"data": "small"})
    assert predicted(f"models:/{name}/1") == pytest.approx(2)


def test_register_a_logged_model(experiment_id: str, client: MlflowClient):
    name = unique("of a model")
    logged = log()
    assert mlflow.register_model(logged.model_uri, name).version == "1"
    assert mlflow.register_model(logged.model_uri, name).version == "2"
    client.delete_model_version(name, "2")
    assert mlflow.register_model(logged.model_uri, name).version == "3"


def test_copy_a_version(client: MlflowClient, line: str):
    name = unique("copy")
    copied = client.copy_model_version(f"models:/{line}/2", name)
    assert (copied.name, copied.version, copied.source) == (name, "1", f"models:/{line}/2")
    assert predicted(f"models:/{name}/1") == pytest.approx(5)


def test_describe_tag_rename_and_delete(client: MlflowClient):
    name = unique("described")
    client.create_registered_model(name, tags={"kind": "tree"}, description="A tree")
    with pytest.raises(MlflowException) as taken:
        client.create_registered_model(name)
    assert taken.value.error_code == "RESOURCE_ALREADY_EXISTS"
    client.update_registered_model(name, "Another tree")
    client.set_registered_model_tag(name, "height", 3)
    client.delete_registered_model_tag(name, "kind")
    renamed = unique("renamed")
    client.rename_registered_model(name, renamed)
    kept = client.get_registered_model(renamed)
    assert (kept.description, kept.tags) == ("Another tree", {"height": "3"})
    client.delete_registered_model(renamed)
    with pytest.raises(MlflowException, match="not found"):
        client.get_registered_model(renamed)


def test_tags_and_descriptions_of_versions(client: MlflowClient, line: str):
    client.update_model_version(line, 2, "The steep one")
    client.set_model_version_tag(line, "2", "approved", "no")
    client.set_model_version_tag(line, "2", "gone", "soon")
    client.delete_model_version_tag(line, "2", "gone")
    kept = client.get_model_version(line, 2)
    assert (kept.description, kept.tags["approved"], "gone" in kept.tags) == ("The steep one", "no", False)


def test_latest_versions(client: MlflowClient, line: str):
    assert [one.version for one in client.get_latest_versions(line, ["None"])] == ["2"]
    assert client.get_latest_versions(line, ["Archived"]) == []


@pytest.fixture(scope="module")
def forest() -> str:
    client = MlflowClient()
    prefix = unique("forest")
    for name, kind in (("oak", "tree"), ("elm", "tree"), ("box", "bush")):
        client.create_registered_model(f"{prefix} {name}", tags={"kind": kind, "of": prefix})
    return prefix


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("tags.kind = 'tree'", ["elm", "oak"]),
        ("tag.kind != 'tree'", ["box"]),
        ("name LIKE '%o%k'", ["oak"]),
        ("name ILIKE '%ELM'", ["elm"]),
        ("tags.kind = 'tree' AND name LIKE '%elm'", ["elm"]),
        ("tags.nobody != 'a'", []),
    ],
)
def test_search_models(client: MlflowClient, forest: str, condition: str, expected: list[str]):
    found = client.search_registered_models(f"tags.of = '{forest}' AND {condition}")
    assert [one.name.split(" ")[-1] for one in found] == expected


def test_search_models_by_pages_and_order(client: MlflowClient, forest: str):
    query = {"filter_string": f"tags.of = '{forest}'", "order_by": ["name DESC"], "max_results": 2}
    first = client.search_registered_models(**query)
    rest = client.search_registered_models(**query, page_token=first.token)
    assert [one.name.split(" ")[-1] for one in [*first, *rest]] == ["oak", "elm", "box"]
    assert not rest.token
    fluent = mlflow.search_registered_models(filter_string=f"tags.of = '{forest}'")
    assert len(fluent) == 3


def test_search_versions(client: MlflowClient, line: str):
    of = f"name = '{line}'"
    assert [one.version for one in client.search_model_versions(of, order_by=["version_number ASC"])] == ["1", "2"]
    assert [one.version for one in client.search_model_versions(f"{of} AND version_number > 1")] == ["2"]
    run_id = client.get_model_version(line, 1).run_id
    assert [one.version for one in client.search_model_versions(f"run_id = '{run_id}'")] == ["1"]
    assert [one.version for one in client.search_model_versions(f"run_id IN ('{run_id}')")] == ["1"]
    first = client.search_model_versions(of, max_results=1, order_by=["version_number ASC"])
    rest = client.search_model_versions(of, max_results=1, order_by=["version_number ASC"], page_token=first.token)
    assert ([one.version for one in first], [one.version for one in rest]) == (["1"], ["2"])


def test_prompts(client: MlflowClient):
    name = unique("prompt").replace(" ", "-")
    mlflow.genai.register_prompt(name, "Hello {{name}}", commit_message="First")
    mlflow.genai.register_prompt(name, "Good morning {{name}}")
    assert mlflow.genai.load_prompt(f"prompts:/{name}/1").template == "Hello {{name}}"
    mlflow.genai.set_prompt_alias(name, "warm", 2)
    assert mlflow.genai.load_prompt(f"prompts:/{name}@warm").format(name="Ada") == "Good morning Ada"
    assert name not in [one.name for one in client.search_registered_models(f"name = '{name}'")]


def test_webhooks(client: MlflowClient):
    from mlflow.entities.webhook import WebhookEvent

    made = client.create_webhook("hook", "https://8.8.8.8/hook", [WebhookEvent.from_str("model_version.created")], secret="hush")
    assert (made.name, str(made.status), made.secret) == ("hook", "ACTIVE", None)
    client.update_webhook(made.webhook_id, name="other", status="DISABLED")
    kept = client.get_webhook(made.webhook_id)
    assert (kept.name, str(kept.status), [str(event) for event in kept.events]) == ("other", "DISABLED", ["model_version.created"])
    assert made.webhook_id in [one.webhook_id for one in client.list_webhooks()]
    client.delete_webhook(made.webhook_id)
    with pytest.raises(MlflowException, match="not found"):
        client.get_webhook(made.webhook_id)


def native(method: str, path: str, **given):
    headers = {"authorization": f"Bearer {os.environ['MLFLOW_TRACKING_TOKEN']}"}
    answer = requests.request(method, f"{os.environ['MLFLOW_TRACKING_URI']}/api/v1{path}", headers=headers, timeout=30, **given)
    assert answer.ok, answer.text
    return answer.json()


@pytest.mark.plumbline
def test_production_is_governed(experiment_id: str, client: MlflowClient):
    """A refusal is told at once, with the page to ask on; no client repeats it."""
    name = unique("governed")
    log(name)
    begun = time.monotonic()
    for act in (
        lambda: client.transition_model_version_stage(name, 1, "Production"),
        lambda: client.set_registered_model_alias(name, "champion", 1),
    ):
        with pytest.raises(MlflowException) as told:
            act()
        assert told.value.error_code == "INVALID_STATE"
        assert f"{os.environ['MLFLOW_TRACKING_URI']}/w/" in str(told.value).replace("localhost", "127.0.0.1")
    assert time.monotonic() - begun < 30
    assert client.get_model_version(name, 1).current_stage == "None"
    assert "champion" not in client.get_registered_model(name).aliases


@pytest.mark.plumbline
def test_production_where_the_policy_is_met(experiment_id: str, client: MlflowClient):
    """A low tier asks for a card and a scan; then an old client's call is enough."""
    name = unique("low risk")
    log(name)
    client.transition_model_version_stage(name, 1, "Staging")
    native("POST", f"/models/{name}/tier", json={"tier": "low", "reason": "Adds two numbers"})
    with pytest.raises(MlflowException, match="clauses are unmet"):
        client.transition_model_version_stage(name, 1, "Production")
    fields = {"overview": "A line.", "intendedUse": "Tests.", "contact": "The test suite."}
    card = native("GET", f"/models/{name}/versions/1/card")
    native("PUT", f"/models/{name}/versions/1/card", json={"basedOn": card["revision"], "fields": fields})
    deadline = time.monotonic() + 60
    while True:
        try:
            moved = client.transition_model_version_stage(name, 1, "Production")
            break
        except MlflowException as error:
            assert time.monotonic() < deadline, str(error)
    assert moved.current_stage == "Production"
    client.set_registered_model_alias(name, "champion", 1)
    assert predicted(f"models:/{name}/Production") == pytest.approx(2)
    assert predicted(f"models:/{name}@champion") == pytest.approx(2)
    with pytest.raises(MlflowException, match="in production"):
        client.delete_model_version(name, 1)
    log(name, 5.0)
    with pytest.raises(MlflowException, match="production only"):
        client.set_registered_model_alias(name, "champion", 2)
