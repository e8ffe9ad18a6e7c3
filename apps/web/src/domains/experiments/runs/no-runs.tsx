"use client";
import type { Experiment } from "@plumbline/contracts/experiments/experiment";
import { Button } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { EmptyState } from "@plumbline/ui/states";
import type { RunsState } from "./use-runs-state.ts";

/** In place of the table: the filter above says what is wrong with it, so that it is not said twice. */
export function BadFilter({ state }: { state: RunsState }) {
  return (
    <EmptyState title="The filter cannot be read" action={<Button onClick={() => state.setFilter("")}>Clear the filter</Button>}>
      Mend it above, where it says what is wrong, or see all runs.
    </EmptyState>
  );
}

/** In place of the table: why it has no rows, and what to do about it. */
export function NoRuns({ state, experiment }: { state: RunsState; experiment: Experiment | undefined }) {
  if (state.filter) {
    return (
      <EmptyState title="No run matches the filter" action={<Button onClick={() => state.setFilter("")}>Clear the filter</Button>}>
        <span className="code">{state.filter}</span>
      </EmptyState>
    );
  }
  if (state.isDeleted) return <EmptyState title="No deleted runs">Deleted runs wait here and can be restored.</EmptyState>;
  return (
    <EmptyState title="No runs yet">
      <p className="mb-3">They show here by themselves as a client logs them.</p>
      <CodeBlock
        className="text-left"
        label="Code that logs a run"
        language="python"
        code={`${experiment ? `mlflow.set_experiment(${JSON.stringify(experiment.name)})\n` : ""}with mlflow.start_run():\n    mlflow.log_metric("auc", 0.87)`}
      />
    </EmptyState>
  );
}
