import type { LineageNode } from "@plumbline/contracts/lineage";
import type { Tx } from "@plumbline/db";
import { logInputs } from "../../experiments/index.ts";
import { type Caller, type Deps, transact, workspaceOf } from "../../kernel/index.ts";
import { link } from "../../lineage/index.ts";
import type { JobDetailRow } from "../store/jobs.ts";
import { type DatasetSource, findDatasetSource, findModelKey } from "../store/resolving.ts";

interface Given {
  readonly runId: string;
  readonly inputs: JobDetailRow["resolved"]["inputs"];
}

/** Says of a run what it was given: its datasets as MLflow knows them, versions and runs as arrows. Done again, nothing is new. */
export async function recordRunInputs(deps: Deps, caller: Caller, { runId, inputs }: Given): Promise<void> {
  const { id: workspaceId } = workspaceOf(caller);
  const to: LineageNode = { kind: "run", id: runId };
  const named = namedOnce(inputs);
  const sources = await transact(deps, { role: "app", workspaceId, actorId: caller.actor.id }, async (tx) => {
    const nodes = await nodesOf(tx, workspaceId, named);
    await link(
      tx,
      workspaceId,
      nodes.map((from) => ({ from, relation: "input", to })),
    );
    return datasetsOf(tx, workspaceId, named);
  });
  if (sources.length > 0) await logInputs(deps, caller, { runId, datasets: sources.map(toDatasetInput) });
}

/** Arrows to datasets come with what is logged of them. */
async function nodesOf(tx: Tx, workspaceId: number, named: readonly Named[]): Promise<LineageNode[]> {
  const runs = named.filter(({ kind }) => kind === "artifact").map(({ first }): LineageNode => ({ kind: "run", id: first }));
  const versions: LineageNode[] = [];
  for (const { first, second } of named.filter(({ kind }) => kind === "model")) {
    const key = await findModelKey(tx, workspaceId, first);
    if (key !== undefined) versions.push({ kind: "model-version", id: `${key}/${second}` });
  }
  return [...runs, ...versions];
}

async function datasetsOf(tx: Tx, workspaceId: number, named: readonly Named[]): Promise<DatasetSource[]> {
  const sources: DatasetSource[] = [];
  for (const { first, second } of named.filter(({ kind }) => kind === "dataset")) {
    const source = await findDatasetSource(tx, workspaceId, { dataset: first, version: Number(second) });
    if (source) sources.push(source);
  }
  return sources;
}

type Named = ReturnType<typeof namedOnce>[number];

/** An input may be many files of one thing. */
function namedOnce(inputs: Given["inputs"]) {
  const named = inputs.map(({ kind, name }) => {
    const [first = "", second = ""] = name.split("/");
    return { kind, first, second: kind === "artifact" ? "" : second };
  });
  return [...new Map(named.map((one) => [`${one.kind} ${one.first}/${one.second}`, one])).values()];
}

const toDatasetInput = ({ dataset, version, source_name, source_digest }: DatasetSource) => ({
  dataset: {
    name: source_name,
    digest: source_digest,
    sourceType: "plumbline",
    source: JSON.stringify({ dataset, version }),
  },
  tags: [{ key: "mlflow.data.context", value: "training" }],
});
