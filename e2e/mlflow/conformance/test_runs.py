import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.entities import RunStatus, ViewType
from mlflow.exceptions import MlflowException


def test_a_run_from_start_to_end(experiment_id: str, client: MlflowClient):
    with mlflow.start_run(run_name="first", tags={"purpose": "check"}, description="# Notes") as active:
        assert client.get_run(active.info.run_id).info.status == "RUNNING"
    run = client.get_run(active.info.run_id)
    assert (run.info.run_name, run.info.status, run.info.experiment_id) == ("first", "FINISHED", experiment_id)
    assert run.info.end_time >= run.info.start_time > 0
    assert run.info.artifact_uri.endswith(f"{run.info.run_id}/artifacts")
    assert run.data.tags["purpose"] == "check"
    assert run.data.tags["mlflow.note.content"] == "# Notes"
    assert run.data.tags["mlflow.user"] == run.info.user_id


def test_a_run_without_a_name_gets_one(experiment_id: str):
    with mlflow.start_run() as active:
        pass
    name = mlflow.get_run(active.info.run_id).info.run_name
    assert len(name.split("-")) == 3


def test_an_exception_fails_the_run(experiment_id: str):
    with pytest.raises(ZeroDivisionError), mlflow.start_run() as active:
        1 / 0
    assert mlflow.get_run(active.info.run_id).info.status == "FAILED"


def test_nested_runs(experiment_id: str, client: MlflowClient):
    with mlflow.start_run(run_name="parent") as parent:
        for name in ("one", "two"):
            with mlflow.start_run(run_name=name, nested=True) as child:
                mlflow.log_metric("loss", 1)
    children = client.search_runs([experiment_id], f"tags.mlflow.parentRunId = '{parent.info.run_id}'", order_by=["start_time"])
    assert [run.info.run_name for run in children] == ["one", "two"]
    assert mlflow.get_parent_run(child.info.run_id).info.run_id == parent.info.run_id


def test_resuming_a_run(experiment_id: str):
    with mlflow.start_run() as first:
        mlflow.log_param("a", 1)
    with mlflow.start_run(run_id=first.info.run_id):
        mlflow.log_param("b", 2)
    assert mlflow.get_run(first.info.run_id).data.params == {"a": "1", "b": "2"}


@pytest.mark.parametrize("status", [name for name in RunStatus.all_status() if name != RunStatus.RUNNING])
def test_every_status(experiment_id: str, client: MlflowClient, status: int):
    run_id = client.create_run(experiment_id).info.run_id
    client.set_terminated(run_id, RunStatus.to_string(status)) if RunStatus.is_terminated(status) else client.update_run(
        run_id, RunStatus.to_string(status)
    )
    assert client.get_run(run_id).info.status == RunStatus.to_string(status)


def test_rename_by_update_and_by_tag(experiment_id: str, client: MlflowClient):
    run_id = client.create_run(experiment_id, run_name="before").info.run_id
    client.update_run(run_id, name="by update")
    assert client.get_run(run_id).data.tags["mlflow.runName"] == "by update"
    client.set_tag(run_id, "mlflow.runName", "by tag")
    assert client.get_run(run_id).info.run_name == "by tag"


def test_delete_and_restore(experiment_id: str, client: MlflowClient):
    run_id = client.create_run(experiment_id).info.run_id
    client.delete_run(run_id)
    assert client.get_run(run_id).info.lifecycle_stage == "deleted"
    assert client.search_runs([experiment_id]) == []
    assert len(client.search_runs([experiment_id], run_view_type=ViewType.DELETED_ONLY)) == 1
    with pytest.raises(MlflowException, match="must be in the 'active' state"):
        client.log_metric(run_id, "loss", 1)
    client.restore_run(run_id)
    client.log_metric(run_id, "loss", 1)
    assert len(client.search_runs([experiment_id], run_view_type=ViewType.ALL)) == 1


def test_pages_of_runs_and_data_frame(experiment_id: str, client: MlflowClient):
    for index in range(7):
        client.create_run(experiment_id, run_name=f"r{index}", start_time=1000 + index)
    first = client.search_runs([experiment_id], max_results=3, order_by=["start_time ASC"])
    second = client.search_runs([experiment_id], max_results=3, order_by=["start_time ASC"], page_token=first.token)
    third = client.search_runs([experiment_id], max_results=3, order_by=["start_time ASC"], page_token=second.token)
    assert [run.info.run_name for run in [*first, *second, *third]] == [f"r{index}" for index in range(7)]
    assert third.token is None
    frame = mlflow.search_runs([experiment_id], order_by=["start_time DESC"])
    assert list(frame["tags.mlflow.runName"]) == [f"r{index}" for index in reversed(range(7))]


def test_search_over_all_experiments(experiment_id: str, client: MlflowClient):
    run_id = client.create_run(experiment_id).info.run_id
    frame = mlflow.search_runs(search_all_experiments=True, filter_string=f"attributes.run_id = '{run_id}'")
    assert list(frame["run_id"]) == [run_id]
