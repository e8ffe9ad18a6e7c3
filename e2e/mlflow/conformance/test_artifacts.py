import hashlib
import io
import json
import os
from pathlib import Path

import matplotlib.pyplot as plt
import mlflow
import numpy as np
import pandas as pd
import pytest
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from PIL import Image


def read(run_id: str, path: str, folder: Path) -> bytes:
    return Path(mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path=path, dst_path=folder)).read_bytes()


def listed(client: MlflowClient, run_id: str, path: str | None = None) -> list[tuple[str, bool, int | None]]:
    return [(file.path, file.is_dir, file.file_size) for file in client.list_artifacts(run_id, path)]


def test_text_and_dictionaries(experiment_id: str, tmp_path: Path):
    with mlflow.start_run() as active:
        mlflow.log_text("grüße", "notes/hello.txt")
        mlflow.log_dict({"a": [1, 2]}, "config.json")
        mlflow.log_dict({"a": [1, 2]}, "config.yaml")
    run_id = active.info.run_id
    assert read(run_id, "notes/hello.txt", tmp_path).decode() == "grüße"
    assert mlflow.artifacts.load_text(f"runs:/{run_id}/notes/hello.txt") == "grüße"
    assert mlflow.artifacts.load_dict(f"runs:/{run_id}/config.json") == {"a": [1, 2]}
    assert read(run_id, "config.yaml", tmp_path) == b"a:\n- 1\n- 2\n"


def test_figures_and_images(experiment_id: str, client: MlflowClient, tmp_path: Path):
    figure, axes = plt.subplots()
    axes.plot([1, 2, 3])
    pixels = np.arange(192, dtype=np.uint8).reshape(8, 8, 3)
    with mlflow.start_run() as active:
        mlflow.log_figure(figure, "plots/line.png")
        mlflow.log_image(pixels, "pixels.png")
        mlflow.log_image(pixels, key="dogs/best one", step=3)
    run_id = active.info.run_id
    assert read(run_id, "plots/line.png", tmp_path).startswith(b"\x89PNG")
    assert np.array_equal(np.asarray(mlflow.artifacts.load_image(f"runs:/{run_id}/pixels.png")), pixels)
    images = [path for path, _dir, _size in listed(client, run_id, "images")]
    assert len(images) == 2
    whole = next(path for path in images if path.endswith(".png"))
    assert Image.open(io.BytesIO(read(run_id, whole, tmp_path))).size == (8, 8)
    assert client.get_run(run_id).data.tags["mlflow.loggedImages"] == "True"


def test_tables(experiment_id: str, client: MlflowClient):
    with mlflow.start_run() as active:
        mlflow.log_table({"question": ["a", "b"], "score": [1, 2]}, "scores.json")
        mlflow.log_table(pd.DataFrame({"question": ["c"], "score": [3]}), "scores.json")
    table = mlflow.load_table("scores.json", run_ids=[active.info.run_id])
    assert list(table["question"]) == ["a", "b", "c"]
    tag = client.get_run(active.info.run_id).data.tags["mlflow.loggedArtifacts"]
    assert json.loads(tag) == [{"path": "scores.json", "type": "table"}]


def test_folders_up_and_down(experiment_id: str, client: MlflowClient, tmp_path: Path):
    source = tmp_path / "source"
    contents = {"a.txt": b"a", "deep/b.bin": bytes(range(256)), "deep/er/empty": b"", "sp ace/ü+%.txt": b"odd"}
    for name, content in contents.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(content)
    with mlflow.start_run() as active:
        mlflow.log_artifacts(source, "folder")
        mlflow.log_artifact(source / "a.txt")
        mlflow.log_artifact(source / "deep", "again")
    run_id = active.info.run_id
    assert listed(client, run_id) == [("a.txt", False, 1), ("again", True, None), ("folder", True, None)]
    assert listed(client, run_id, "again/deep") == [("again/deep/b.bin", False, 256), ("again/deep/er", True, None)]
    assert listed(client, run_id, "a.txt") == []
    assert listed(client, run_id, "nobody") == []
    folder = Path(mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="folder", dst_path=tmp_path / "down"))
    found = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert found == contents


def test_overwriting(experiment_id: str, client: MlflowClient, tmp_path: Path):
    run_id = client.create_run(experiment_id).info.run_id
    client.log_text(run_id, "first, and longer", "notes.txt")
    client.log_text(run_id, "second", "notes.txt")
    assert read(run_id, "notes.txt", tmp_path) == b"second"
    assert listed(client, run_id) == [("notes.txt", False, 6)]


def test_a_large_file(experiment_id: str, client: MlflowClient, tmp_path: Path):
    large = tmp_path / "large.bin"
    large.write_bytes(os.urandom(1 << 20) * 48)
    run_id = client.create_run(experiment_id).info.run_id
    client.log_artifact(run_id, large)
    down = Path(client.download_artifacts(run_id, "large.bin", made(tmp_path / "down")))
    digest = lambda file: hashlib.sha256(file.read_bytes()).hexdigest()
    assert digest(down) == digest(large)


def made(folder: Path) -> str:
    folder.mkdir()
    return str(folder)


def test_a_missing_file_is_an_error(experiment_id: str, client: MlflowClient):
    run_id = client.create_run(experiment_id).info.run_id
    with pytest.raises((MlflowException, OSError)):
        mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="nobody.txt")


def test_deletion(experiment_id: str, client: MlflowClient):
    from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

    run = client.create_run(experiment_id)
    client.log_text(run.info.run_id, "a", "keep.txt")
    client.log_text(run.info.run_id, "b", "folder/gone.txt")
    get_artifact_repository(run.info.artifact_uri).delete_artifacts("folder/gone.txt")
    assert listed(client, run.info.run_id) in ([("keep.txt", False, 1)], [("folder", True, None), ("keep.txt", False, 1)])
    assert listed(client, run.info.run_id, "folder") == []
