import type { SourceExperiment } from "../source/entities.ts";
import type { Work } from "./work.ts";

/** Counts what is there, and writes nothing but the counts. Points and files show only when they are read. */
export async function preview(work: Work, experiments: readonly SourceExperiment[]): Promise<void> {
  const { reporter, source, wanted } = work;
  reporter.phase("reading", "Counting runs", experiments.length);
  reporter.count("experiments", "source", experiments.length);
  for (const experiment of experiments) {
    reporter.message(`Counting runs of ${experiment.name}`);
    for await (const page of source.runs(experiment.experiment_id)) {
      reporter.signal.throwIfAborted();
      reporter.count("runs", "source", page.length);
      for (const { data, inputs, outputs } of page) {
        reporter.count("params", "source", data.params.length);
        reporter.count("tags", "source", data.tags.length);
        reporter.count("inputs", "source", inputs.dataset_inputs.length + inputs.model_inputs.length + outputs.model_outputs.length);
      }
    }
    for await (const page of source.loggedModels(experiment.experiment_id)) reporter.count("loggedModels", "source", page.length);
    reporter.step();
  }
  if (wanted !== null) return;
  reporter.message("Counting models");
  for await (const page of source.registeredModels()) {
    reporter.count("models", "source", page.length);
    for (const { name } of page) {
      reporter.signal.throwIfAborted();
      reporter.count("versions", "source", (await source.versions(name)).length);
    }
  }
}
