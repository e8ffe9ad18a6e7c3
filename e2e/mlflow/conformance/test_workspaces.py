"""Two workspaces that cannot see each other, and both ways to sign in; each client is a process with its own settings."""

import json
import os
import subprocess
import sys
import textwrap

import pytest
from mlflow import MlflowClient

from conftest import unique

pytestmark = pytest.mark.plumbline

CREDENTIALS = ("MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD", "MLFLOW_WORKSPACE")


def elsewhere(script: str, **settings: str):
    """Runs the script in another process with these settings and returns what it prints as JSON."""
    environment = {key: value for key, value in os.environ.items() if key not in CREDENTIALS}
    prelude = "import json, mlflow\nfrom mlflow import MlflowClient\nclient = MlflowClient()\n"
    done = subprocess.run(
        [sys.executable, "-c", prelude + textwrap.dedent(script)],
        env={**environment, **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.fixture
def token() -> str:
    return os.environ["MLFLOW_TRACKING_TOKEN"]


@pytest.fixture
def other_token() -> str:
    return os.environ["PLUMBLINE_TOKEN_2"]


ATTEMPT = """
def attempt(call):
    try:
        call()
        return "allowed"
    except Exception as error:
        return getattr(error, "error_code", type(error).__name__)
"""


def test_every_way_to_sign_in(token: str):
    """One process takes each set of credentials in turn: the client reads them anew for each request."""
    name = unique("credentials")
    script = ATTEMPT + f"""
import os
token, keys = {token!r}, {CREDENTIALS!r}
ways = {{
    "token": {{"MLFLOW_TRACKING_TOKEN": token}},
    "password": {{"MLFLOW_TRACKING_USERNAME": "anyone", "MLFLOW_TRACKING_PASSWORD": token}},
    "nothing": {{}},
    "a wrong token": {{"MLFLOW_TRACKING_TOKEN": "wrong"}},
    "a wrong password": {{"MLFLOW_TRACKING_USERNAME": "anyone", "MLFLOW_TRACKING_PASSWORD": "wrong"}},
    "its workspace": {{"MLFLOW_TRACKING_TOKEN": token, "MLFLOW_WORKSPACE": "default"}},
}}
answers = {{}}
for way, settings in ways.items():
    for key in keys:
        os.environ.pop(key, None)
    os.environ.update(settings)
    answers[way] = [attempt(lambda: client.get_experiment("0")), attempt(lambda: client.create_experiment({name!r} + way))]
print(json.dumps(answers))
"""
    answers = elsewhere(script)
    for way in ("token", "password", "its workspace"):
        assert answers[way] == ["allowed", "allowed"], way
    for way in ("nothing", "a wrong token", "a wrong password"):
        assert set(answers[way]) <= {"CUSTOMER_UNAUTHORIZED", "UNAUTHENTICATED"}, way


def test_a_workspace_that_is_not_the_token_s(token: str):
    name = unique("elsewhere")
    script = ATTEMPT + f"""
print(json.dumps([attempt(lambda: client.get_experiment("0")), attempt(lambda: client.create_experiment({name!r}))]))
"""
    answers = elsewhere(script, MLFLOW_TRACKING_TOKEN=token, MLFLOW_WORKSPACE="nobody-here")
    assert "allowed" not in answers


def test_what_one_workspace_has_the_other_does_not_see(client: MlflowClient, other_token: str):
    name = unique("private")
    experiment_id = client.create_experiment(name)
    run_id = client.create_run(experiment_id, run_name="secret").info.run_id
    client.log_text(run_id, "secret", "secret.txt")
    model_id = client.create_logged_model(experiment_id, "secret").model_id
    client.log_metric(run_id, "loss", 1)
    script = ATTEMPT + f"""
experiment_id, run_id, model_id, uri = {experiment_id!r}, {run_id!r}, {model_id!r}, {client.get_run(run_id).info.artifact_uri!r}
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository
repository = get_artifact_repository(uri)
print(json.dumps({{
    "by name": client.get_experiment_by_name({name!r}) is None,
    "listed": [found.name for found in client.search_experiments() if found.name == {name!r}],
    "runs": [run.info.run_name for run in client.search_runs([experiment_id]) if run.info.run_name == "secret"],
    "files": len(repository.list_artifacts()),
    "refused": {{
        "get_run": attempt(lambda: client.get_run(run_id)),
        "get_metric_history": attempt(lambda: client.get_metric_history(run_id, "loss")),
        "log_metric": attempt(lambda: client.log_metric(run_id, "loss", 2)),
        "log_param": attempt(lambda: client.log_param(run_id, "a", 2)),
        "set_tag": attempt(lambda: client.set_tag(run_id, "a", 2)),
        "update_run": attempt(lambda: client.update_run(run_id, "FAILED")),
        "delete_run": attempt(lambda: client.delete_run(run_id)),
        "get_logged_model": attempt(lambda: client.get_logged_model(model_id)),
        "finalize_logged_model": attempt(lambda: client.finalize_logged_model(model_id, "READY")),
        "delete_logged_model": attempt(lambda: client.delete_logged_model(model_id)),
    }},
    "file": attempt(lambda: mlflow.artifacts.download_artifacts(artifact_uri=uri + "/secret.txt")),
}}))
"""
    seen = elsewhere(script, MLFLOW_TRACKING_TOKEN=other_token)
    assert (seen["by name"], seen["listed"], seen["runs"], seen["files"]) == (True, [], [], 0)
    assert seen["refused"] == dict.fromkeys(seen["refused"], "RESOURCE_DOES_NOT_EXIST")
    assert seen["file"] != "allowed"
    run = client.get_run(run_id)
    assert (run.info.status, run.info.lifecycle_stage, run.data.metrics, run.data.params) == ("RUNNING", "active", {"loss": 1.0}, {})


def test_the_same_name_in_both(client: MlflowClient, other_token: str):
    name = unique("same name")
    client.create_experiment(name)
    assert elsewhere(f"print(json.dumps(client.create_experiment({name!r})))", MLFLOW_TRACKING_TOKEN=other_token)
