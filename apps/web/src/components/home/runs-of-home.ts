import type { ExperimentSummary } from "@plumbline/contracts/experiments/experiment";
import type { Run } from "@plumbline/contracts/experiments/run";
import { assignColors } from "@plumbline/ui/charts/colors";

export interface RunsProps {
  runs: readonly Run[];
  experiments: readonly ExperimentSummary[];
}

export function nameOf(experiments: readonly ExperimentSummary[], experimentId: string): string {
  return experiments.find((item) => item.experimentId === experimentId)?.name ?? `experiment ${experimentId}`;
}

export function colorOf({ runId }: Run): number {
  return assignColors([runId]).get(runId) ?? 1;
}
