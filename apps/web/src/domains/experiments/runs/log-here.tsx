"use client";
import type { Experiment } from "@plumbline/contracts/experiments/experiment";
import { Button } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Popover } from "@plumbline/ui/popover";
import { Plus } from "lucide-react";
import Link from "next/link";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";

/** How to log a run into this experiment. */
export function LogHere({ experiment }: { experiment: Experiment }) {
  const { workspace, can } = useViewer();
  if (!can("run:write") || experiment.lifecycleStage === "deleted") return null;
  const trigger = (
    <Button tone="primary">
      <Plus className="icon-small" aria-hidden="true" />
      New run
    </Button>
  );
  const code = `import mlflow

mlflow.set_experiment(${JSON.stringify(experiment.name)})
with mlflow.start_run():
    mlflow.log_param("learning_rate", 0.03)
    mlflow.log_metric("auc", 0.87, step=1)`;
  return (
    <Popover trigger={trigger} label="Log a run here" align="end" className="w-[min(460px,92vw)]">
      <p className="mb-2 text-ink-2">Runs come from your code. They show here within two seconds of start_run.</p>
      <CodeBlock label="Code that logs a run" language="python" code={code} />
      <p className="mt-2 text-ink-3 text-small">
        The client needs the address and a token:{" "}
        <Link href={`${paths.home(workspace)}?start=1`} className="font-medium text-accent hover:underline">
          set it up in four steps
        </Link>
        .
      </p>
    </Popover>
  );
}
