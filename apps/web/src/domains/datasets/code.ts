import type { DatasetVersion } from "@plumbline/contracts/datasets/version";

const token = "$MLFLOW_TRACKING_TOKEN";
const quoted = (text: string): string => JSON.stringify(text);
/** Inside single quotes of a shell. */
const inShell = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const placeOf = (origin: string, dataset: string): string => `${origin}/api/v1/datasets/${encodeURIComponent(dataset)}`;

/** Begins a dataset and sends its first file. */
export function createCode(origin: string): string {
  const create = [
    `curl -H "Authorization: Bearer ${token}"`,
    `  -H "Content-Type: application/json"`,
    `  -d '{"name": "loans"}' ${origin}/api/v1/datasets`,
  ];
  return `${create.join(" \\\n")}\n${uploadCode(origin, "loans", "loans.parquet")}`;
}

/** Sends a file as the next version. */
export function uploadCode(origin: string, dataset: string, file: string): string {
  const address = inShell(`${placeOf(origin, dataset)}/versions?name=${encodeURIComponent(file)}`);
  return [`curl -H "Authorization: Bearer ${token}"`, `  -T ${inShell(file)}`, `  ${address}`].join(" \\\n");
}

/** Reads a version's file and says in a run that it was used. */
export function loadCode(origin: string, { dataset, version, origin: from, lineage }: DatasetVersion): string {
  const read = from.kind === "upload" && from.format === "parquet" ? "read_parquet" : "read_csv";
  return [
    "import os, mlflow, pandas as pd",
    "",
    `url = ${quoted(`${placeOf(origin, dataset)}/versions/${version}/content`)}`,
    `token = "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"]`,
    `frame = pd.${read}(url, storage_options={"Authorization": token})`,
    "",
    "with mlflow.start_run():",
    "    data = mlflow.data.from_pandas(",
    `        frame, source=url, name=${quoted(lineage.name)},`,
    `        digest=${quoted(lineage.digest)},`,
    "    )",
    `    mlflow.log_input(data, context="training")`,
  ].join("\n");
}
