"""Every operator of the filter grammar, as the client sends it."""

import pytest
from mlflow import MlflowClient
from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param, RunTag
from mlflow.exceptions import MlflowException

from conftest import unique

T = 1_700_000_000_000

RUNS = {
    "Alpha": {"start": 10, "metrics": {"loss": 0.1, "val/f1 score": 0.9}, "params": {"lr": "0.1", "model": "Tree"}, "tags": {"stage": "draft", "my.tag": "x"}},
    "beta": {"start": 20, "metrics": {"loss": 0.5}, "params": {"lr": "0.01", "model": "tree"}, "tags": {"stage": "final"}},
    "gamma": {"start": 30, "metrics": {"val/f1 score": 0.2}, "params": {"lr": "0.1"}, "tags": {}},
    "delta_1": {"start": 40, "metrics": {"loss": -3.0}, "params": {"model": "50%"}, "tags": {"stage": "Draft"}},
    "empty": {"start": 50, "metrics": {}, "params": {}, "tags": {}},
}
STATUS = {"Alpha": "FINISHED", "beta": "FAILED", "gamma": "KILLED"}
DATASETS = {"Alpha": ("iris", "d1", "train"), "beta": ("iris", "d2", "eval"), "gamma": ("wine", "d1", "train")}


@pytest.fixture(scope="module")
def sample() -> tuple[str, dict[str, str]]:
    client = MlflowClient()
    experiment_id = client.create_experiment(unique("search"))
    ids = {name: fill(client, experiment_id, name) for name in RUNS}
    return experiment_id, ids


def fill(client: MlflowClient, experiment_id: str, name: str) -> str:
    content = RUNS[name]
    user = {"mlflow.user": "ada" if name in ("Alpha", "gamma") else "grace"}
    run_id = client.create_run(experiment_id, T + content["start"], user, name).info.run_id
    client.log_batch(
        run_id,
        [Metric(key, value, T, 0) for key, value in content["metrics"].items()],
        [Param(key, value) for key, value in content["params"].items()],
        [RunTag(key, value) for key, value in content["tags"].items()],
    )
    if name in DATASETS:
        data, digest, context = DATASETS[name]
        tags = [InputTag("mlflow.data.context", context)]
        client.log_inputs(run_id, [DatasetInput(Dataset(data, digest, "local", "{}"), tags)])
    if name in STATUS:
        client.set_terminated(run_id, STATUS[name], T + 100 + content["start"])
    return run_id


CASES = {
    "metrics.loss > 0.1": ["beta"],
    "metrics.loss >= 0.1": ["Alpha", "beta"],
    "metrics.loss < 0.5": ["Alpha", "delta_1"],
    "metrics.loss <= 0.5": ["Alpha", "beta", "delta_1"],
    "metrics.loss = 0.5": ["beta"],
    "metrics.loss != 0.5": ["Alpha", "delta_1"],
    "metric.loss < -1": ["delta_1"],
    "metrics.loss < 1e-1": ["delta_1"],
    "metrics.`val/f1 score` > 0.5": ["Alpha"],
    'metrics."val/f1 score" > 0.1': ["Alpha", "gamma"],
    "metrics.nobody > 0": [],
    "params.lr = '0.1'": ["Alpha", "gamma"],
    'params.lr = "0.1"': ["Alpha", "gamma"],
    "params.lr != '0.1'": ["beta"],
    "params.model LIKE 'T%'": ["Alpha"],
    "params.model ILIKE 'T%'": ["Alpha", "beta"],
    "param.lr = '0.01'": ["beta"],
    "parameter.lr = '0.01'": ["beta"],
    "parameters.lr = '0.01'": ["beta"],
    "params.lr IS NULL": ["delta_1", "empty"],
    "params.lr IS NOT NULL": ["Alpha", "beta", "gamma"],
    "tags.stage = 'draft'": ["Alpha"],
    "tags.stage != 'draft'": ["beta", "delta_1"],
    "tag.stage LIKE 'D%'": ["delta_1"],
    "tags.stage ILIKE 'd%'": ["Alpha", "delta_1"],
    "tags.stage IS NULL": ["gamma", "empty"],
    "tags.stage IS NOT NULL": ["Alpha", "beta", "delta_1"],
    "tags.`my.tag` = 'x'": ["Alpha"],
    "tags.mlflow.runName = 'beta'": ["beta"],
    "attributes.run_name = 'beta'": ["beta"],
    "run_name != 'beta'": ["Alpha", "gamma", "delta_1", "empty"],
    "attributes.run_name LIKE 'delta_%'": ["delta_1"],
    "run_name ILIKE 'ALPHA'": ["Alpha"],
    "attributes.`run name` = 'beta'": ["beta"],
    "attributes.`Run Name` = 'beta'": ["beta"],
    "attributes.user_id = 'ada'": ["Alpha", "gamma"],
    "status = 'FINISHED'": ["Alpha"],
    "attribute.status != 'RUNNING'": ["Alpha", "beta", "gamma"],
    "run.status LIKE 'F%'": ["Alpha", "beta"],
    "status ILIKE 'killed'": ["gamma"],
    f"attributes.start_time >= {T + 30}": ["gamma", "delta_1", "empty"],
    f"start_time < {T + 30}": ["Alpha", "beta"],
    f"attributes.created = {T + 20}": ["beta"],
    f"attributes.Created != {T + 20}": ["Alpha", "gamma", "delta_1", "empty"],
    f"end_time <= {T + 120}": ["Alpha", "beta"],
    f"end_time > {T + 120}": ["gamma"],
    "attributes.artifact_uri LIKE 'mlflow-artifacts:/%'": list(RUNS),
    "dataset.name = 'iris'": ["Alpha", "beta"],
    "datasets.name != 'iris'": ["gamma"],
    "dataset.name LIKE 'w%'": ["gamma"],
    "dataset.name ILIKE 'IRIS'": ["Alpha", "beta"],
    "dataset.digest = 'd1'": ["Alpha", "gamma"],
    "dataset.digest IN ('d1', 'd2')": ["Alpha", "beta", "gamma"],
    "dataset.name NOT IN ('iris')": ["gamma"],
    "dataset.context = 'train'": ["Alpha", "gamma"],
    "dataset.context ILIKE 'EVAL'": ["beta"],
    "metrics.loss > 0 AND params.lr = '0.1'": ["Alpha"],
    "metrics.loss > 0 and params.model like 't%'": ["beta"],
    "metrics.loss > 0 AND metrics.loss < 0.3": ["Alpha"],
    "dataset.name = 'iris' AND tags.stage = 'final' AND status = 'FAILED'": ["beta"],
}


def names(runs) -> list[str]:
    return [run.info.run_name for run in runs]


@pytest.mark.parametrize("condition", CASES)
def test_filter(client: MlflowClient, sample, condition: str):
    experiment_id, _ids = sample
    assert names(client.search_runs([experiment_id], condition, order_by=["start_time ASC"])) == CASES[condition]


@pytest.mark.parametrize(("operator", "expected"), [("IN", ["Alpha", "gamma"]), ("NOT IN", ["beta", "delta_1", "empty"])])
def test_run_id_lists(client: MlflowClient, sample, operator: str, expected: list[str]):
    experiment_id, ids = sample
    condition = f"attributes.run_id {operator} ('{ids['Alpha']}', '{ids['gamma']}')"
    assert names(client.search_runs([experiment_id], condition, order_by=["start_time ASC"])) == expected


# The stock server refuses these.
MORE_CASES = {
    "params.lr IS NOT NULL OR tags.stage IS NOT NULL": ["Alpha", "beta", "gamma", "delta_1"],
    "NOT params.lr IS NOT NULL": ["delta_1", "empty"],
    "(params.lr IS NOT NULL AND NOT (tags.stage IS NOT NULL))": ["gamma"],
    "run_name IN ('Alpha', 'empty') OR run_name RLIKE '^delta'": ["Alpha", "delta_1", "empty"],
    "NOT metrics.nobody > 0": ["Alpha", "beta", "gamma", "delta_1", "empty"],
}


@pytest.mark.plumbline
@pytest.mark.parametrize("condition", MORE_CASES)
def test_filter_beyond_stock(client: MlflowClient, sample, condition: str):
    experiment_id, _ids = sample
    assert names(client.search_runs([experiment_id], condition, order_by=["start_time ASC"])) == MORE_CASES[condition]


@pytest.mark.parametrize(
    "condition",
    ["metrics.loss > '1'", "params.lr = 5", "params.lr > '1'", "tags.stage = draft", "attributes.colour = 'red'", "colours.a = 'red'", "metrics.loss", "metrics.loss >", "start_time > 'soon'", "params.lr = 'a"],
)
def test_refused_filter(client: MlflowClient, sample, condition: str):
    with pytest.raises(MlflowException) as refused:
        client.search_runs([sample[0]], condition)
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


ORDERS = {
    "metrics.loss ASC": ["delta_1", "Alpha", "beta"],
    "metrics.loss DESC": ["beta", "Alpha", "delta_1"],
    "metrics.`val/f1 score`": ["gamma", "Alpha"],
    "params.model": ["delta_1", "Alpha", "beta"],
    "tags.stage DESC": ["beta", "Alpha", "delta_1"],
    "attributes.start_time ASC": list(RUNS),
    "start_time DESC": list(reversed(RUNS)),
    "end_time": ["Alpha", "beta", "gamma"],
    "run_name": ["Alpha", "beta", "delta_1", "empty", "gamma"],
    "status": ["beta", "Alpha", "gamma"],
}


@pytest.mark.parametrize("order", ORDERS)
def test_order_with_missing_values_last(client: MlflowClient, sample, order: str):
    found = names(client.search_runs([sample[0]], order_by=[order]))
    assert (len(found), found[: len(ORDERS[order])]) == (len(RUNS), ORDERS[order])
