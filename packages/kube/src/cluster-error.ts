/** What kind of "no" a cluster said, or that it said nothing. */
export type ClusterErrorKind =
  | "unreachable"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "gone"
  | "invalid"
  | "too-large"
  | "read-only"
  | "unknown";

interface Details {
  readonly kind: ClusterErrorKind;
  /** Status of the answer; undefined where there was none. */
  readonly status?: number | undefined;
  /** Kubernetes' own word for it, such as `AlreadyExists`. */
  readonly reason?: string | undefined;
  /** Where a listing that took too long may be taken up. */
  readonly next?: string | undefined;
  readonly cause?: unknown;
}

/** The one error of a cluster. Its text is for people, and holds no credentials. */
export class ClusterError extends Error {
  override readonly name = "ClusterError";
  readonly kind: ClusterErrorKind;
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly next: string | undefined;

  constructor(message: string, { kind, status, reason, next, cause }: Details) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.status = status;
    this.reason = reason;
    this.next = next;
  }
}
