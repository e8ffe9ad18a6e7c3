import { ClusterError, type ClusterErrorKind } from "./cluster-error.ts";

const textMax = 1000;

const kindByStatus: Readonly<Record<number, ClusterErrorKind>> = {
  400: "invalid",
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  409: "conflict",
  410: "gone",
  413: "too-large",
  415: "invalid",
  422: "invalid",
  429: "unreachable",
  502: "unreachable",
  503: "unreachable",
  504: "unreachable",
};

/** Kubernetes' answer to what it refuses. */
interface Status {
  readonly kind?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly metadata?: { readonly continue?: string };
}

/** What an answer that is no success means. */
export function explainAnswer(status: number, body: string): ClusterError {
  const said = parseStatus(body);
  const text = said?.message ? oneLine(said.message) : "";
  const message = status === 401 ? "The cluster does not accept these credentials." : text || `The cluster answered with status ${status}.`;
  const next = said?.metadata?.continue;
  return new ClusterError(message, { kind: kindByStatus[status] ?? "unknown", status, reason: said?.reason, next });
}

function parseStatus(body: string): Status | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null && (parsed as Status).kind === "Status" ? (parsed as Status) : undefined;
  } catch {
    // A gateway before the cluster speaks no JSON.
    return undefined;
  }
}

const failures: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was cut",
  ENOTFOUND: "the name is not known",
  EAI_AGAIN: "the name cannot be looked up now",
  ETIMEDOUT: "it does not answer",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by nobody whom the kubeconfig trusts",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by nobody whom the kubeconfig trusts",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is signed by nobody whom the kubeconfig trusts",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is signed by nobody whom the kubeconfig trusts",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  EPROTO: "it does not speak TLS as expected",
};

/** What a connection that failed means; `host` is the address as people know it. */
export function explainFailure(host: string, cause: unknown): ClusterError {
  const code = codeOf(cause);
  const why = failures[code] ?? (/^(ERR_SSL|ERR_TLS)/.test(code) ? "the TLS connection fails" : "the connection fails");
  const named = code ? ` (${code})` : "";
  return new ClusterError(`The cluster at ${host} cannot be reached: ${why}${named}.`, { kind: "unreachable", cause });
}

function codeOf(cause: unknown): string {
  // Several addresses of one name that all failed.
  if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0]);
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : "";
  return typeof code === "string" ? code : "";
}

/** A text from outside as one line without control characters. */
const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .slice(0, textMax);
