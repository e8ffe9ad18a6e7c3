"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import { Button } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Popover } from "@plumbline/ui/popover";
import { Code } from "lucide-react";

/** How to get the run, its files and its model into code. */
export function LoadCode({ run }: { run: Run }) {
  const trigger = (
    <Button tone="ghost">
      <Code className="icon-small" aria-hidden="true" />
      Load in code
    </Button>
  );
  return (
    <Popover trigger={trigger} label="Load in code" align="end" className="w-[min(520px,92vw)]">
      <CodeBlock label="Code that loads the run" language="python" code={loadCode(run)} />
      <p className="mt-2 text-ink-3 text-small">MLFLOW_TRACKING_URI and MLFLOW_TRACKING_TOKEN say where and as whom.</p>
    </Popover>
  );
}

function loadCode(run: Pick<Run, "runId" | "modelOutputs">): string {
  const model = run.modelOutputs[0];
  return [
    "import mlflow",
    "",
    `run = mlflow.get_run("${run.runId}")`,
    "print(run.data.params, run.data.metrics)",
    "files = mlflow.artifacts.download_artifacts(",
    `    run_id="${run.runId}"`,
    ")",
    ...(model ? [`model = mlflow.pyfunc.load_model("models:/${model.modelId}")`] : []),
  ].join("\n");
}
