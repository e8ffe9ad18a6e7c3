import { z } from "zod";
import { ExperimentId } from "./experiment.ts";

/** Experiments whose runs are searched. */
export const ExperimentScope = z
  .union([z.array(ExperimentId).max(1000), z.literal("all")])
  .default("all")
  .describe('Experiments, by id; "all", or left out: every experiment of the workspace.');

/** A filter of runs, before it is parsed. */
export const RunFilter = z
  .string()
  .max(20_000)
  .default("")
  .describe(
    "What MLflow accepts, and AND, OR, NOT, parentheses, IN, BETWEEN, RLIKE, figures such as metrics.loss.min, times such as -7d, " +
      "duration, child_of, artifact.path, dataset.name and model.stage. A refusal tells offset, length and what was expected.",
  );

/** Orders of runs, before they are parsed. */
export const RunOrder = z
  .array(z.string().max(500))
  .max(20)
  .default([])
  .describe("Such as metrics.loss.min DESC, params.lr, duration or start_time; ties and an empty order: newest first.");
