import pytest
from mlflow import MlflowClient
from mlflow.entities import ViewType
from mlflow.exceptions import MlflowException

import mlflow
from conftest import unique


def test_create_and_read_back(client: MlflowClient):
    name = unique("created")
    experiment_id = client.create_experiment(name, tags={"team": "vision", "note": "ß ✓"})
    by_id = client.get_experiment(experiment_id)
    by_name = client.get_experiment_by_name(name)
    assert (by_id.name, by_id.tags, by_id.lifecycle_stage) == (name, {"team": "vision", "note": "ß ✓"}, "active")
    assert by_name.experiment_id == experiment_id
    assert by_id.artifact_location.startswith("mlflow-artifacts:/")
    assert 0 <= by_id.last_update_time - by_id.creation_time < 60_000


def test_unknown_name_is_none(client: MlflowClient):
    assert client.get_experiment_by_name(unique("nobody")) is None


def test_set_experiment_creates_once():
    name = unique("set")
    first = mlflow.set_experiment(name)
    assert mlflow.set_experiment(name).experiment_id == first.experiment_id


def test_default_experiment_is_there(client: MlflowClient):
    assert client.get_experiment_by_name("Default").lifecycle_stage == "active"


def test_rename_and_tags(client: MlflowClient):
    experiment_id = client.create_experiment(unique("before"))
    after = unique("after")
    client.rename_experiment(experiment_id, after)
    client.set_experiment_tag(experiment_id, "stage", "draft")
    client.set_experiment_tag(experiment_id, "stage", "final")
    client.set_experiment_tag(experiment_id, "gone", "soon")
    client.delete_experiment_tag(experiment_id, "gone")
    experiment = client.get_experiment(experiment_id)
    assert (experiment.name, experiment.tags) == (after, {"stage": "final"})


def test_delete_and_restore_with_runs(client: MlflowClient):
    experiment_id = client.create_experiment(unique("deleted"))
    run_id = client.create_run(experiment_id).info.run_id
    client.delete_experiment(experiment_id)
    assert client.get_experiment(experiment_id).lifecycle_stage == "deleted"
    assert client.get_run(run_id).info.lifecycle_stage == "deleted"
    with pytest.raises(MlflowException, match="must be in the 'active' state"):
        client.create_run(experiment_id)
    client.restore_experiment(experiment_id)
    assert client.get_experiment(experiment_id).lifecycle_stage == "active"
    assert client.get_run(run_id).info.lifecycle_stage == "active"


def test_a_deleted_name_stays_taken(client: MlflowClient):
    name = unique("taken")
    client.delete_experiment(client.create_experiment(name))
    with pytest.raises(MlflowException, match="already exists") as refused:
        client.create_experiment(name)
    assert refused.value.error_code == "RESOURCE_ALREADY_EXISTS"
    with pytest.raises(MlflowException, match="deleted"):
        mlflow.set_experiment(name)


@pytest.fixture(scope="module")
def three() -> tuple[str, dict[str, str]]:
    client = MlflowClient()
    prefix = unique("find")
    teams = {"alpha": "red", "Beta": "blue", "gamma": "red"}
    ids = {name: client.create_experiment(f"{prefix} {name}", tags={"team": team}) for name, team in teams.items()}
    return prefix, ids


def short(experiments) -> list[str]:
    return [experiment.name.split()[-1] for experiment in experiments]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("name LIKE '%alpha'", ["alpha"]),
        ("name LIKE '%ALPHA'", []),
        ("name ILIKE '%ALPHA'", ["alpha"]),
        ("name != 'x'", ["alpha", "Beta", "gamma"]),
        ("tags.team = 'red'", ["alpha", "gamma"]),
        ("tags.team != 'red'", ["Beta"]),
        ("tags.team LIKE 'b%'", ["Beta"]),
        ("tags.`team` ILIKE 'B%'", ["Beta"]),
        ("creation_time > 0", ["alpha", "Beta", "gamma"]),
        ("last_update_time < 1", []),
    ],
)
def test_search_filters(client: MlflowClient, three, condition: str, expected: list[str]):
    prefix, _ids = three
    found = client.search_experiments(filter_string=f"name LIKE '{prefix}%' AND {condition}", order_by=["creation_time ASC"])
    assert short(found) == expected


def test_search_order_and_pages(client: MlflowClient, three):
    prefix, _ids = three
    only = f"name LIKE '{prefix}%'"
    assert short(client.search_experiments(filter_string=only)) == ["gamma", "Beta", "alpha"]
    assert short(client.search_experiments(filter_string=only, order_by=["name DESC"])) == ["gamma", "alpha", "Beta"]
    first = client.search_experiments(filter_string=only, order_by=["creation_time ASC"], max_results=2)
    second = client.search_experiments(filter_string=only, order_by=["creation_time ASC"], max_results=2, page_token=first.token)
    assert (short(first), short(second), second.token) == (["alpha", "Beta"], ["gamma"], None)


def test_search_view_types(client: MlflowClient):
    prefix = unique("views")
    kept = client.create_experiment(f"{prefix} kept")
    client.delete_experiment(client.create_experiment(f"{prefix} gone"))
    search = lambda view: short(client.search_experiments(view, filter_string=f"name LIKE '{prefix}%'", order_by=["name ASC"]))
    assert kept
    assert search(ViewType.ACTIVE_ONLY) == ["kept"]
    assert search(ViewType.DELETED_ONLY) == ["gone"]
    assert search(ViewType.ALL) == ["gone", "kept"]
