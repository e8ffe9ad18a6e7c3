export interface SpanOptions {
  /** `server` answers a request, `client` asks another system, `consumer` does what was asked earlier. */
  readonly kind?: "server" | "client" | "consumer" | "internal";
  /** Names and numbers of the product itself: never what people wrote, nor who they are. */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  /** What began it elsewhere, as a W3C `traceparent`; whatever does not read as one is passed over. */
  readonly parent?: string | undefined;
  /** Alone it says nothing: it is a span only within another. */
  readonly isPart?: boolean;
}

/** A span that is under way. */
export interface OpenSpan {
  set(attributes: NonNullable<SpanOptions["attributes"]>): void;
  /** Whatever `work` begins becomes a part of this span. */
  within<R>(work: () => R): R;
  /** `failure`: what it is blamed on, a short name and no text. */
  end(failure?: string): void;
}
