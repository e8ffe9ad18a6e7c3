import { openAsBlob } from "node:fs";
import path from "node:path";
import { ProblemError } from "@plumbline/contracts/client";
import { createDataset, getDataset } from "@plumbline/contracts/datasets/dataset";
import { MadeVersion, uploadVersion } from "@plumbline/contracts/datasets/version";
import { type Command, CommandError } from "./command.ts";
import { ask, openClient, serverOptions } from "./server.ts";

export const datasetUpload: Command = {
  words: "dataset upload",
  summary: "Makes a version of a dataset of a CSV or Parquet file; the dataset is begun where it is not there.",
  operands: [
    { name: "DATASET", help: "its name, such as loans" },
    { name: "FILE", help: "a CSV or Parquet file" },
  ],
  options: serverOptions,
  async run(values, context) {
    const [dataset = "", file = ""] = context.operands;
    const body = await openAsBlob(file).catch((error: unknown) => {
      throw new CommandError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    });
    const client = await openClient(values, context, "plumb dataset");
    const isThere = await ask(() => client.call(getDataset, { dataset }).then(() => true, falseWhenMissing));
    if (!isThere) await ask(() => client.call(createDataset, { name: dataset }));
    const response = await ask(() =>
      fetch(client.url(uploadVersion, { dataset, name: path.basename(file) }), {
        method: "PUT",
        headers: { authorization: `Bearer ${client.token}`, "content-type": "application/octet-stream" },
        body,
      }),
    );
    const answer: unknown = await response.json().catch(() => null);
    const made = MadeVersion.safeParse(answer);
    if (!response.ok || !made.success) throw new CommandError(`the file was not taken: ${detailOf(answer) ?? `status ${response.status}`}`);
    context.print(`${dataset} version ${made.data.version}`);
  },
};

const detailOf = (answer: unknown): string | undefined =>
  typeof answer === "object" && answer !== null && "detail" in answer ? String(answer.detail) : undefined;

function falseWhenMissing(error: unknown): boolean {
  if (error instanceof ProblemError && error.problem.code === "not-found") return false;
  throw error;
}
