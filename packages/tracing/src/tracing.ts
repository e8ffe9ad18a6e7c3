import type { ExportOptions, Tracing } from "./export.ts";
import type { OpenSpan, SpanOptions } from "./span.ts";

let tracing: Tracing | undefined;

/** Whether spans go anywhere. */
export const isTracing = (): boolean => tracing !== undefined;

/** Sends spans of this process to a collector from now on, until the returned function has sent the last. */
export async function startTracing(options: ExportOptions): Promise<() => Promise<void>> {
  // Loaded by those who trace.
  const { openExport } = await import("./export.ts");
  const opened = openExport(options);
  tracing = opened;
  return async () => {
    tracing = undefined;
    await opened.close();
  };
}

/** Begins a span that somebody ends; undefined where nobody traces. */
export const openSpan = (name: string, options: SpanOptions = {}): OpenSpan | undefined => tracing?.open(name, options);

/** Runs `work` as a span within the one that it is called in. Where nobody traces, it is just called. */
export async function traced<R>(name: string, options: SpanOptions, work: (span: OpenSpan | undefined) => Promise<R>): Promise<R> {
  const span = openSpan(name, options);
  if (!span) return work(undefined);
  try {
    const result = await span.within(() => work(span));
    span.end();
    return result;
  } catch (error) {
    span.end(blameOf(error));
    throw error;
  }
}

/** The present span for those who go on elsewhere, as a W3C `traceparent`. */
export const currentTraceparent = (): string | undefined => tracing?.traceparent();

/** A code where the error has one, else its class. Refusals of what was asked are not the platform's failures, and get none. */
function blameOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return "unknown";
  const { status, code } = error as Error & { status?: unknown; code?: unknown };
  if (typeof status === "number" && status < 500) return undefined;
  return typeof code === "string" ? code : error.name;
}
