import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, DiagLogLevel, diag, isSpanContextValid, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { parseTraceParent } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import type { OpenSpan, SpanOptions } from "./span.ts";

export interface ExportOptions {
  /** Of this process, such as `plumbline-api`. */
  readonly service: string;
  /** Address of the collector's OTLP receiver over HTTP, without `/v1/traces`. */
  readonly endpoint: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The share of traces that is kept, 0 to 1, the same in every process. */
  readonly ratio?: number;
  /** Told why spans could not be sent; they are lost. */
  readonly onError?: (reason: string) => void;
}

/** Spans of this process on their way to a collector. */
export interface Tracing {
  open(name: string, options: SpanOptions): OpenSpan | undefined;
  traceparent(): string | undefined;
  /** Sends what is left. */
  close(): Promise<void>;
}

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER, internal: SpanKind.INTERNAL };
const sendMs = 5_000;

/** Nothing is registered for the process at large: only what asks for a span makes one. */
export function openExport({ service, endpoint, headers = {}, ratio = 1, onError }: ExportOptions): Tracing {
  if (onError) hearErrors(onError);
  const share = new TraceIdRatioBasedSampler(ratio);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": service }),
    // A stranger's wish to be traced counts no more than chance.
    sampler: new ParentBasedSampler({ root: share, remoteParentSampled: share }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers: { ...headers }, timeoutMillis: sendMs }),
        exportTimeoutMillis: sendMs,
      }),
    ],
  });
  const tracer = provider.getTracer("plumbline");
  const current = new AsyncLocalStorage<Context>();
  return {
    open(name, { kind = "internal", attributes, parent, isPart = false }) {
      const within = remoteContext(parent) ?? current.getStore();
      if (isPart && !within) return;
      const above = within ?? ROOT_CONTEXT;
      const span = tracer.startSpan(name, { kind: kinds[kind], ...(attributes ? { attributes: { ...attributes } } : {}) }, above);
      const context = trace.setSpan(above, span);
      return {
        set: (more) => void span.setAttributes({ ...more }),
        within: (work) => current.run(context, work),
        end(failure) {
          if (failure !== undefined) span.setAttribute("error.type", failure).setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    traceparent() {
      const context = current.getStore();
      const span = context && trace.getSpanContext(context);
      if (!span || !isSpanContextValid(span)) return;
      return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, "0")}`;
    },
    close: () => provider.shutdown().catch((error: Error) => onError?.(error.message)),
  };
}

function remoteContext(traceparent: string | undefined): Context | undefined {
  const parent = traceparent === undefined ? null : parseTraceParent(traceparent);
  return parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true }) : undefined;
}

function hearErrors(onError: (reason: string) => void): void {
  const hear = (message: string): void => onError(message);
  const ignore = (): void => undefined;
  diag.setLogger(
    { error: hear, warn: hear, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
