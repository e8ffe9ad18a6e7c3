"""Fills an MLflow server with one of everything through its client, and with many runs straight into its SQLite file.

usage: fill.py http://server /path/to/mlflow.db RUNS
"""

import math
import os
import sqlite3
import sys
import tempfile

import mlflow
from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param, RunTag
from mlflow.tracking import MlflowClient

START = 1_760_000_000_000
METRICS = 10
POINTS = 5
LONG = 60_000
HAS_LOGGED_MODELS = int(mlflow.__version__.split(".")[0]) >= 3


def points(key, count):
    return [Metric(key, math.sin(step), START + step, step) for step in range(count)]


def one_of_everything(client):
    experiment = client.create_experiment("credit risk", tags={"team": "risk"})
    run = client.create_run(experiment, start_time=START, tags={"mlflow.user": "ada"}, run_name="whole").info.run_id
    client.log_batch(run, metrics=points("loss", 700))
    odd = [("nan", math.nan), ("inf", math.inf), ("least", -math.inf)]
    client.log_batch(
        run,
        metrics=[Metric(key, value, START, step) for key, value in odd for step in range(3)] + [Metric("late", 1.5, START, 2**62)],
        params=[Param(f"p{number}", "v" * number) for number in range(1, 90)],
        tags=[RunTag("mlflow.note.content", "# A note\n\nwith ünïcode")],
    )
    dataset = Dataset("loans", "abc123", "local", "{}", schema="{}", profile='{"rows": 3}')
    client.log_inputs(run, [DatasetInput(dataset, [InputTag("mlflow.data.context", "training")])])
    with tempfile.TemporaryDirectory() as folder:
        for name, size in (("small.txt", 5), ("deep/er/notes é.md", 40), ("large.bin", 3 * 2**20), ("empty", 0)):
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(os.urandom(size))
        client.log_artifacts(run, folder, "files")
    child = client.create_run(experiment, start_time=START + 1, tags={"mlflow.parentRunId": run}, run_name="child").info.run_id
    client.set_terminated(child, "FAILED", START + 50)
    doomed = client.create_run(experiment, start_time=START + 2, run_name="doomed").info.run_id
    client.log_batch(doomed, metrics=points("loss", 3))
    client.set_terminated(doomed, "KILLED", START + 60)
    client.delete_run(doomed)
    client.create_run(experiment, start_time=START + 3, run_name="still running")
    gone = client.create_experiment("gone")
    client.set_terminated(client.create_run(gone, start_time=START).info.run_id, "FINISHED", START + 9)
    client.delete_experiment(gone)
    client.set_terminated(client.create_run("0", start_time=START, run_name="of default").info.run_id, "FINISHED", START + 9)
    register(client, experiment, run)
    client.set_terminated(run, "FINISHED", START + 1000)
    return run


def register(client, experiment, run):
    model = None
    if HAS_LOGGED_MODELS:
        model = client.create_logged_model(experiment, name="scorer", source_run_id=run, params={"depth": "9"}, tags={"kind": "tree"})
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "MLmodel"), "w") as file:
                file.write("flavors: {}\n")
            client.log_model_artifacts(model.model_id, folder)
        client.finalize_logged_model(model.model_id, "READY")
        client.log_batch(run, metrics=[Metric("auc", 0.91, START, 0, model_id=model.model_id, dataset_name="loans", dataset_digest="abc123")])
        client.log_outputs(run, [mlflow.entities.LoggedModelOutput(model.model_id, 0)])
    uri = client.get_run(run).info.artifact_uri
    client.create_registered_model("credit", tags={"owner": "risk"}, description="Scores loans.")
    for number in range(3):
        client.create_model_version("credit", f"{uri}/files", run, tags={"n": str(number)}, description=f"No. {number}")
    if model:
        mlflow.register_model(f"models:/{model.model_id}", "credit", tags={"n": "of a logged model"})
    else:
        client.create_model_version("credit", f"{uri}/files", run)
    client.delete_model_version("credit", "2")
    client.set_registered_model_alias("credit", "best", "3")
    client.transition_model_version_stage("credit", "1", "Production")


def many(database, count):
    """Straight into the tables: through its API the server takes some twenty runs a second."""
    connection = sqlite3.connect(database, timeout=60)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(experiments)")]
    workspace = {"workspace": "default"} if "workspace" in columns else {}
    row = {"name": "sweep", "artifact_location": "mlflow-artifacts:/sweep", "lifecycle_stage": "active", "creation_time": START, "last_update_time": START, **workspace}
    marks = ", ".join("?" for _ in row)
    experiment = connection.execute(f"INSERT INTO experiments ({', '.join(row)}) VALUES ({marks})", list(row.values())).lastrowid
    ids = [f"{number:032x}" for number in range(1, count + 1)]
    connection.executemany(
        """INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, source_version, user_id, status, start_time,
                             end_time, lifecycle_stage, artifact_uri, experiment_id)
           VALUES (?, ?, 'UNKNOWN', '', '', '', 'bench', 'FINISHED', ?, ?, 'active', ?, ?)""",
        [(one, f"r{n}", START + n, START + n + 500, f"mlflow-artifacts:/sweep/{one}/artifacts", experiment) for n, one in enumerate(ids)],
    )
    def values(steps):
        for n, one in enumerate(ids):
            for k in range(METRICS):
                for step in steps:
                    yield (f"m{k}", ((n * 7919 + k * 104729 + step) % 1000003) / 1000003, START + step, step, False, one)
    for table, steps in (("metrics", range(POINTS)), ("latest_metrics", [POINTS - 1])):
        connection.executemany(f"INSERT INTO {table} (key, value, timestamp, step, is_nan, run_uuid) VALUES (?, ?, ?, ?, ?, ?)", values(steps))
    connection.executemany("INSERT INTO params (key, value, run_uuid) VALUES (?, ?, ?)", ((f"p{k}", f"v{(n * 31 + k) % 20}", one) for n, one in enumerate(ids) for k in range(10)))
    connection.executemany("INSERT INTO tags (key, value, run_uuid) VALUES (?, ?, ?)", ((k, v, one) for n, one in enumerate(ids) for k, v in (("mlflow.runName", f"r{n}"), ("t", f"x{n % 7}"))))
    long = ((("long"), math.cos(step), START + step, step, False, ids[0]) for step in range(LONG))
    connection.executemany("INSERT INTO metrics (key, value, timestamp, step, is_nan, run_uuid) VALUES (?, ?, ?, ?, ?, ?)", long)
    last = ("long", math.cos(LONG - 1), START + LONG - 1, LONG - 1, False, ids[0])
    connection.execute("INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid) VALUES (?, ?, ?, ?, ?, ?)", last)
    connection.commit()
    connection.close()


def main(uri, database, count):
    client = MlflowClient(tracking_uri=uri, registry_uri=uri)
    mlflow.set_tracking_uri(uri)
    print(one_of_everything(client))
    many(database, int(count))


if __name__ == "__main__":
    main(*sys.argv[1:])
