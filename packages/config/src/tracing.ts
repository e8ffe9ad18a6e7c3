import type { z } from "zod";
import { variables as v } from "./variables.ts";

/** Of api and worker: where their traces go. */
export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: v.OTEL_EXPORTER_OTLP_ENDPOINT,
  OTEL_EXPORTER_OTLP_HEADERS: v.OTEL_EXPORTER_OTLP_HEADERS,
  OTEL_TRACES_SAMPLER_ARG: v.OTEL_TRACES_SAMPLER_ARG,
};

type Given = z.output<z.ZodObject<typeof tracingVariables>>;

/** Undefined where nobody traces. */
export function readTracing(given: Given) {
  const endpoint = given.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return;
  return { endpoint, headers: given.OTEL_EXPORTER_OTLP_HEADERS ?? {}, ratio: given.OTEL_TRACES_SAMPLER_ARG };
}
