/** What a database error means to the caller. */
export type DatabaseFailure = "unavailable" | "retry" | "timeout" | "text" | "other";

const retryable = new Set(["40001", "40P01"]);
const connectionLost = new Set([
  "ECONNREFUSED",
  // The socket of a server that does not run.
  "ENOENT",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "08000",
  "08003",
  "08006",
  "08001",
]);

/** NUL characters and lone surrogates, as text or within JSON. */
const unstorableText = new Set(["22021", "22P05"]);

/** Sorts errors of pg: lost connections and restarts, serialization failures, statement timeouts, text that cannot be stored, all else. */
export function classifyDatabaseError(error: unknown): DatabaseFailure {
  if (!(error instanceof Error)) return "other";
  const code = "code" in error ? String(error.code) : "";
  if (retryable.has(code)) return "retry";
  if (code === "57014") return "timeout";
  if (unstorableText.has(code)) return "text";
  if (connectionLost.has(code)) return "unavailable";
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(error.message)
    ? "unavailable"
    : "other";
}

/** Name of the constraint that a statement violated, if that is why it failed. */
export function violatedConstraint(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("constraint" in error) || typeof error.constraint !== "string") return undefined;
  return error.constraint;
}
