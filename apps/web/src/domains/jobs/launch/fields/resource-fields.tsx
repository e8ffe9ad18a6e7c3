"use client";
import { useId } from "react";
import { useSpec } from "../spec-context.tsx";
import { valueAt } from "../spec-document.ts";
import { PoolNote } from "./pool-note.tsx";
import { SpecNumber, SpecSelect, SpecText } from "./spec-field.tsx";

const topologies = [
  { value: "any", label: "Anywhere" },
  { value: "block", label: "In one block" },
  { value: "rack", label: "In one rack" },
];

/** What each node of the job has, and how many there are. */
export function ResourceFields() {
  const { value } = useSpec();
  const flavourList = useId();
  const hasGpus = valueAt(value, ["resources", "gpus"]) !== undefined;
  const nodes = valueAt(value, ["nodes"]);
  // What is written is shown, even where it means nothing yet.
  const isSpread = (typeof nodes === "number" && nodes > 1) || valueAt(value, ["topology"]) !== undefined;
  return (
    <>
      <div className="grid gap-3.5 sm:grid-cols-4">
        <SpecNumber path={["resources", "cpu"]} label="CPU cores" placeholder="1" />
        <SpecText path={["resources", "memory"]} label="Memory" placeholder="2Gi" />
        <SpecText path={["resources", "sharedMemory"]} label="Shared memory" placeholder="as the system has it" />
        <SpecText path={["resources", "disk"]} label="Disk" placeholder="10Gi" />
      </div>
      <div className="grid gap-3.5 sm:grid-cols-4">
        <SpecNumber path={["resources", "gpus", "count"]} label="GPUs" placeholder="none" />
        {hasGpus && (
          <>
            <SpecText path={["resources", "gpus", "flavour"]} label="Flavour" placeholder="any" list={flavourList} />
            <SpecText path={["resources", "gpus", "mig"]} label="MIG slice" placeholder="whole GPUs" />
          </>
        )}
      </div>
      <PoolNote resource={hasGpus ? "gpu" : "cpu"} listId={flavourList} />
      <div className="grid gap-3.5 sm:grid-cols-4">
        <SpecNumber path={["nodes"]} label="Nodes" placeholder="1" />
        <SpecNumber path={["processesPerNode"]} label="Processes on each" placeholder="1" />
        {isSpread && <SpecSelect path={["topology"]} label="Close together" options={topologies} usual="any" />}
        <SpecText path={["cluster"]} label="Cluster" placeholder="where the pool is" />
      </div>
    </>
  );
}
