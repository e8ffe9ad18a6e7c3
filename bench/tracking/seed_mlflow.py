"""Puts the runs that load.mjs searches straight into MLflow's tables: through its API 10,000 of them take a quarter of an hour.

The server must have made its tables already. Same names and values as load.mjs writes.
usage: seed_mlflow.py postgresql://... 1000 10000
"""

import sys

import psycopg2

START = 1_760_000_000_000
VALUE = "(((i * 7919 + k * 104729) %% 1000003)::float8 / 1000003)"


def seed(cursor, count: int) -> None:
    cursor.execute(
        """INSERT INTO experiments (name, workspace, artifact_location, lifecycle_stage, creation_time, last_update_time)
           VALUES (%s, 'default', 'mlflow-artifacts:/bench', 'active', %s, %s) RETURNING experiment_id""",
        (f"bench search {count}", START, START),
    )
    names = {"experiment": cursor.fetchone()[0], "start": START, "last": count - 1}
    run_id = f"md5('bench {count} ' || i)"
    runs = "generate_series(0::bigint, %(last)s) AS i"
    cursor.execute(
        f"""INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, source_version, user_id, status,
                              start_time, end_time, lifecycle_stage, artifact_uri, experiment_id)
            SELECT {run_id}, 'r' || i, 'UNKNOWN', '', '', '', 'bench', 'FINISHED', %(start)s + i * 1000, %(start)s + i * 1000 + 60000,
                   'active', 'mlflow-artifacts:/bench/' || {run_id} || '/artifacts', %(experiment)s FROM {runs}""",
        names,
    )
    for table in ("metrics", "latest_metrics"):
        cursor.execute(
            f"""INSERT INTO {table} (key, value, timestamp, step, is_nan, run_uuid)
                SELECT 'm' || k, {VALUE}, %(start)s + i * 1000 + 500, 0, false, {run_id} FROM {runs}, generate_series(0, 9) AS k""",
            names,
        )
    for table, items, key, value in (("params", 10, "'p' || k", "'v' || (i * 31 + k * 17) %% 20"), ("tags", 5, "'t' || k", "'x' || (i + k) %% 7")):
        cursor.execute(
            f"INSERT INTO {table} (key, value, run_uuid) SELECT {key}, {value}, {run_id} FROM {runs}, generate_series(0, {items - 1}) AS k", names
        )
    cursor.execute(
        f"""INSERT INTO tags (key, value, run_uuid)
            SELECT k, CASE k WHEN 'mlflow.runName' THEN 'r' || i ELSE 'bench' END, {run_id}
            FROM {runs}, unnest(ARRAY['mlflow.user', 'mlflow.source.name', 'mlflow.source.type', 'mlflow.runName']) AS k""",
        names,
    )


def main(url: str, counts: list[int]) -> None:
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        for count in counts:
            seed(cursor, count)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


if __name__ == "__main__":
    main(sys.argv[1], [int(count) for count in sys.argv[2:]])
