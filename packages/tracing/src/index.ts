export type { OpenSpan, SpanOptions } from "./span.ts";
export { currentTraceparent, isTracing, openSpan, startTracing, traced } from "./tracing.ts";
